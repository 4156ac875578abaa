import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * One job on Word files, done by one program in a process of its own, so that its memory is its own: `node peer.ts PROGRAM JOB TIMES
 * OUT FILE…`. Prints a `Done` as JSON. Libraries are loaded, and engines begun, before the clock starts.
 */
export interface Done {
  /** Milliseconds of each time, in order; the first finds nothing warm. */
  readonly times: readonly number[]
  /** Kilobytes: the most that the process had resident. */
  readonly peak: number
}
export type Program = 'parley' | 'docxodus' | 'mammoth' | 'docx'
export type Job = 'read' | 'compare' | 'write'

/** Milliseconds after which a job is not begun once more. */
const ENOUGH = 10_000

type Work = (files: readonly Uint8Array[], names: readonly string[]) => Promise<Uint8Array | null>
/** What is written: a paragraph a line, `#` before the headings. */
const lines = (bytes: Uint8Array): string[] => new TextDecoder().decode(bytes).split('\n')

const JOBS: Readonly<Record<Program, Partial<Record<Job, () => Promise<Work>>>>> = {
  parley: {
    async read() {
      const { readDocx } = await import('../../main/formats/docx/read/index.ts')
      const { counted } = await import('../../main/services/id.ts')
      return async ([file], [name]) => {
        await readDocx(file, name, counted())
        return null
      }
    },
    async compare() {
      const { compareFiles } = await import('../../main/services/compare.ts')
      return async (files, names) => {
        const [before, after] = files.map((bytes, i) => ({ name: names[i], bytes }))
        const request = { before, after, party: 'Comparison', date: '2025-11-12', format: 'docx', unscrubbed: true } as const
        return (await compareFiles(request)).bytes
      }
    },
    async write() {
      const { writeDocx } = await import('../../main/formats/docx/index.ts')
      const { schema } = await import('../../shared/model/schema.ts')
      const { bea191 } = await import('../../shared/model/legend.ts')
      const { redline } = await import('../../shared/redline/index.ts')
      return async ([text]) => {
        const blocks = lines(text).map((line, i) =>
          line.startsWith('#')
            ? schema.nodes.heading.create({ id: `b${i}` }, schema.text(line.slice(1)))
            : schema.nodes.paragraph.create({ id: `b${i}` }, line ? schema.text(line) : null),
        )
        const made = redline(schema.nodes.doc.create(null, blocks), [], 0, 0)
        const head = { title: 'Agreement', subtitle: '', language: 'en-US', date: '2025-11-12', view: 'clean' } as const
        return writeDocx({ ...head, legend: bea191('LTA', '300'), key: [], sections: [{ labels: null, redline: made }] })
      }
    },
  },
  docxodus: {
    async read() {
      const engine = await docxodus()
      return async ([file]) => {
        await engine.convertWmlToMarkdown(file)
        return null
      }
    },
    async compare() {
      const engine = await docxodus()
      return ([before, after]) => engine.docxDiffCompare(before, after)
    },
  },
  mammoth: {
    async read() {
      const { default: mammoth } = await import('mammoth')
      return async ([file]) => {
        await mammoth.convertToHtml({ buffer: Buffer.from(file) })
        return null
      }
    },
  },
  docx: {
    async write() {
      const { Document, HeadingLevel, Packer, Paragraph } = await import('docx')
      return async ([text]) => {
        const children = lines(text).map((line) =>
          line.startsWith('#') ? new Paragraph({ text: line.slice(1), heading: HeadingLevel.HEADING_1 }) : new Paragraph({ text: line }),
        )
        return Packer.toBuffer(new Document({ sections: [{ children }] }))
      }
    },
  },
}
async function docxodus() {
  const engine = await import('docxodus/core')
  await engine.initialize(new URL('wasm/', import.meta.resolve('docxodus/core')).href)
  return engine
}

if (process.argv[1] === import.meta.filename) {
  const { log } = console
  // docxodus says what it does while it begins; the answer is one line.
  console.log = () => {}
  const [program, job, times, out, ...paths] = process.argv.slice(2)
  const work = await JOBS[program as Program][job as Job]!()
  const files = paths.map((path) => new Uint8Array(readFileSync(path)))
  const names = paths.map((path) => basename(path))
  const taken: number[] = []
  let made: Uint8Array | null = null
  const begun = performance.now()
  for (let k = 0; k < Number(times) && performance.now() - begun < ENOUGH; k++) {
    const start = performance.now()
    made = await work(files, names)
    taken.push(performance.now() - start)
  }
  if (made) writeFileSync(out, made)
  log(JSON.stringify({ times: taken, peak: process.resourceUsage().maxRSS } satisfies Done))
  process.exit(0)
}
