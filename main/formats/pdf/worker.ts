import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import load, { type TypstCompiler, TypstCompilerBuilder } from '@myriaddreamin/typst-ts-web-compiler'
import { fontFiles } from './fonts.ts'

/** What the worker is asked: set this sheet (JSON, UTF-8). */
export interface Order {
  readonly id: number
  readonly sheet: Uint8Array
}
/** What it answers: the PDF, or why there is none. `held`: bytes of memory that the compiler keeps, much of it for the next order. */
export type Answer =
  | { readonly id: number; readonly pdf: Uint8Array; readonly held: number }
  | { readonly id: number; readonly error: string }

const TEMPLATE = new URL('../../../resources/pdf/paper.typ', import.meta.url)
const MAIN = '/paper.typ'
const DATA = '/paper.json'

/** A compiler that sees the template, our faces and the sheet: no files, no packages, no network. */
async function start(): Promise<{ compiler: TypstCompiler; memory: { readonly buffer: ArrayBufferLike } }> {
  const require = createRequire(import.meta.url)
  const { memory } = await load({ module_or_path: await readFile(require.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) })
  const builder = new TypstCompilerBuilder()
  builder.set_dummy_access_model()
  for (const face of await Promise.all(fontFiles().map((file) => readFile(file)))) await builder.add_raw_font(face)
  const compiler = await builder.build()
  compiler.add_source(MAIN, await readFile(TEMPLATE, 'utf8'))
  return { compiler, memory }
}

interface Diagnostic {
  readonly message?: string
}
/** The first reason in what the compiler throws or returns; it writes its diagnostics as the text of a list. */
const reason = (e: unknown): string => {
  const text = e instanceof Error ? e.message : typeof e === 'string' ? e : JSON.stringify(e)
  return /severity: Error[\s\S]*?message: "((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text
}
function set(compiler: TypstCompiler, sheet: Uint8Array): Uint8Array {
  compiler.map_shadow(DATA, sheet)
  try {
    const made: { result?: Uint8Array; diagnostics?: readonly Diagnostic[] } = compiler.compile(MAIN, null, 'pdf', 1)
    if (made.result) return made.result
    throw new Error(made.diagnostics?.[0]?.message ?? 'no reason was given')
  } finally {
    compiler.unmap_shadow(DATA)
  }
}

const port = parentPort
if (port) {
  const started = start()
  port.on('message', async ({ id, sheet }: Order) => {
    try {
      const { compiler, memory } = await started
      const pdf = new Uint8Array(set(compiler, sheet))
      port.postMessage({ id, pdf, held: memory.buffer.byteLength } satisfies Answer, [pdf.buffer])
    } catch (e) {
      port.postMessage({ id, error: reason(e) } satisfies Answer)
    }
  })
}
