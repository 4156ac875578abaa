import { readFileSync } from 'node:fs'

const ROOT = new URL('../../resources/', import.meta.url)

/**
 * The bytes of a file that ships with the product, by its path under `resources/` (`docx/word/styles.xml`). The path is one of
 * ours, never input. Throws what the file system says where the installation is damaged.
 */
export const resource = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, ROOT)))
