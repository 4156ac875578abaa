/** `1 item`, `3 items`. */
export const count = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? word : `${word}s`}`

/** Words added and struck as the record writes them: `+42 −17`. */
export const added = (n: number): string => `+${n.toLocaleString('en-US')}`
export const struck = (n: number): string => `−${n.toLocaleString('en-US')}`
