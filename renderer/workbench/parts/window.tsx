import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface Props {
  title: string
  sub?: string
  /** `alertdialog` where an answer is needed before anything else. */
  role?: 'dialog' | 'alertdialog'
  small?: boolean
  /** For lists with something to choose in each row. */
  wide?: boolean
  /** A shape of its own, by the name of its style. */
  look?: string
  onClose: () => void
  onSubmit?: () => void
  footer?: ReactNode
  children?: ReactNode
}

/** A dialog: its title is the act, its body the facts, the way back stands left of the act. */
export function Window({ title, sub, role, small, wide, look, onClose, onSubmit, footer, children }: Props) {
  return (
    <ModalOverlay className="scrim" isOpen isDismissable={role !== 'alertdialog'} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className={look ? `modal ${look}` : small ? 'modal small' : wide ? 'modal wide' : 'modal'}>
        <Dialog className="dialog" role={role}>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              onSubmit?.()
            }}
          >
            <header>
              <Heading slot="title">{title}</Heading>
              {sub && <p className="sub">{sub}</p>}
            </header>
            {children && <div className="body scroll">{children}</div>}
            {footer && <footer>{footer}</footer>}
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
