const ZIP = [0x50, 0x4b]
/** Whether bytes are a zip archive, as every Word file is: what a file is called says nothing. */
export const isWordFile = (bytes: Uint8Array): boolean => ZIP.every((byte, i) => bytes[i] === byte)
