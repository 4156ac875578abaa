/** How long the pointer rests on a change before its card is asked for, in milliseconds. */
const REST = 350

/**
 * Reports the change under a pointer that rests, and null when the pointer leaves it. Returns what stops it.
 * `found`: the id of the change and the element under the pointer.
 */
export function watchHover(host: HTMLElement, found: (id: string | null, at: Element | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let under: string | null = null
  let told = false
  const settle = (at: Element | null): void => {
    const id = at?.getAttribute('data-change') ?? null
    if (id === under) return
    under = id
    clearTimeout(timer)
    if (told) {
      told = false
      found(null, null)
    }
    if (id !== null)
      timer = setTimeout(() => {
        told = true
        found(id, at)
      }, REST)
  }
  const over = (event: Event): void => settle(event.target instanceof Element ? event.target.closest('[data-change]') : null)
  const out = (): void => settle(null)
  host.addEventListener('mouseover', over)
  host.addEventListener('mouseleave', out)
  return () => {
    clearTimeout(timer)
    host.removeEventListener('mouseover', over)
    host.removeEventListener('mouseleave', out)
  }
}
