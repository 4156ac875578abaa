import { openFile, type Store } from '../store/index.ts'

/** Opens the file at `path`, does `work` on it, and closes it again whatever happens. Without `write` the file is only read. */
export async function withFile<T>(
  path: string,
  { write = false }: { readonly write?: boolean },
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const store = openFile(path, { readOnly: !write })
  try {
    return await work(store)
  } finally {
    store.close()
  }
}
