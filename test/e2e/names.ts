import type { Page } from 'playwright-core'

const CONTROLS = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'listbox',
  'option',
  'radio',
  'radiogroup',
  'checkbox',
  'tab',
  'tablist',
  'menu',
  'menuitem',
  'menuitemradio',
  'slider',
  'splitter',
  'toolbar',
  'dialog',
  'alertdialog',
  'progressbar',
])

interface AxNode {
  readonly ignored: boolean
  readonly role?: { readonly value?: string }
  readonly name?: { readonly value?: string }
  readonly backendDOMNodeId?: number
}

/** Every control that the page's accessibility tree shows, with its role and name. */
export async function controls(page: Page): Promise<{ role: string; name: string }[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] }
  await session.detach()
  return nodes
    .filter((node) => !node.ignored && CONTROLS.has(node.role?.value ?? ''))
    .map((node) => ({ role: node.role!.value!, name: node.name?.value?.trim() ?? '' }))
}
