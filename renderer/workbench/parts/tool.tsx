import type { LucideIcon } from 'lucide-react'
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components'

interface Props {
  icon: LucideIcon
  label: string
  keys?: string
  on?: boolean
  disabled?: boolean
  small?: boolean
  onPress: () => void
}

/** A button of one icon, with its name and key in a tooltip. */
export function Tool({ icon: Icon, label, keys, on, disabled, small, onPress }: Props) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      <Button className={on ? 'icon on' : 'icon'} aria-label={label} aria-pressed={on} isDisabled={disabled} onPress={onPress}>
        <Icon className={small ? 'i s' : 'i'} aria-hidden />
      </Button>
      <Tooltip className="tip" offset={6}>
        {label}
        {keys && <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
