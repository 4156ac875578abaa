import { expect, it } from 'vitest'
import { Jobs } from '../../../../main/services/jobs.ts'

it('work reports under its own id, within 0 and 1, and is stopped by it alone', async () => {
  const said: [string, number][] = []
  const jobs = new Jobs((job, done) => said.push([job, done]))
  const work = (job: string, then: () => void) =>
    jobs.run(job, async (progress) => {
      await progress(-1, '')
      then()
      await progress(7, '')
      return 'done'
    })
  const stopped = work('a', () => jobs.cancel('a'))
  const other = work('b', () => jobs.cancel('nothing'))
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled', message: 'Cancelled; nothing was changed.' })
  expect(await other).toBe('done')
  expect(new Set(said.map(([, done]) => done))).toEqual(new Set([0, 1]))
})

it('one id is one work at a time, and free again when it ended', async () => {
  const jobs = new Jobs(() => {})
  let end = () => {}
  const first = jobs.run(
    'a',
    () =>
      new Promise<void>((done) => {
        end = done
      }),
  )
  await expect(jobs.run('a', async () => {})).rejects.toMatchObject({ code: 'conflict' })
  end()
  await first
  expect(await jobs.run('a', async () => 'again')).toBe('again')
})
