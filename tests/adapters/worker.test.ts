import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RosterFile, Spreadsheets } from '../../cloudfunctions/app/store/ports'
import { BUNDLES } from '../support/build-functions'
import { temporaryFolder } from '../support/temporary'

const TIME_LIMIT_MS = 10_000
const DEPLOYED = path.join(BUNDLES, 'secretary')
const load = createRequire(import.meta.url)

let folders = 0
/** The deployed reader, with another thread beside it: what this thread does. */
const readerBeside = (thread: string): { reader: Spreadsheets; folder: string } => {
  const folder = path.join(temporaryFolder(), String(folders++))
  mkdirSync(folder)
  copyFileSync(path.join(DEPLOYED, 'spreadsheet.js'), path.join(folder, 'spreadsheet.js'))
  const given = "const { parentPort, workerData } = require('node:worker_threads')"
  writeFileSync(path.join(folder, 'spreadsheet-worker.js'), `${given}\n${thread}`)
  const { spreadsheets } = load(path.join(folder, 'spreadsheet.js')) as { spreadsheets: Spreadsheets }
  return { reader: spreadsheets, folder }
}
/** The thread as it is deployed. */
const deployed = (): Spreadsheets =>
  (load(path.join(DEPLOYED, 'spreadsheet.js')) as { spreadsheets: Spreadsheets }).spreadsheets

const file = (text: string): RosterFile => ({ bytes: Buffer.from(text), pasted: false, columns: [] })
const badFile = (rule: string) => ({ ok: false, error: { code: 'BAD_FILE', detail: { rule } } })

const LIST = '姓名,学号\n测试甲,20240001\n测试乙,20240002\n'
/** Answers with what the file holds, and so that one can tell whose answer it is. */
const ECHO = "parentPort.postMessage({ ok: true, value: Buffer.from(workerData.bytes).toString('utf8') })"

describe('the thread that reads a file', () => {
  it('answers with the rows, as it is deployed', async () => {
    const read = await deployed().readRoster(file(LIST))
    expect(read).toMatchObject({ ok: true, value: { rows: [{ name: '测试甲' }, { name: '测试乙' }] } })
  })

  it('that crashes makes it a broken file', async () => {
    const { reader } = readerBeside("throw new Error('something of a person')")
    expect(await reader.readRoster(file(LIST))).toEqual(badFile('broken'))
    const later = readerBeside('setTimeout(() => { null.rows }, 20)').reader
    expect(await later.readRoster(file(LIST))).toEqual(badFile('broken'))
  })

  it('that is gone in the middle, without a word, makes it a broken file', async () => {
    for (const code of ['0', '1', '137']) {
      const { reader } = readerBeside(`setTimeout(() => process.exit(${code}), 20)`)
      expect(await reader.readRoster(file(LIST)), code).toEqual(badFile('broken'))
    }
  })

  it('that takes more memory than any list makes it too large, and the function goes on', async () => {
    const { reader } = readerBeside('const kept = []; for (;;) kept.push(new Array(100_000).fill(0.5))')
    expect(await reader.readRoster(file(LIST))).toEqual(badFile('size'))
    expect((await deployed().readRoster(file(LIST))).ok).toBe(true)
  })

  it('that is missing makes it a broken file', async () => {
    const { reader, folder } = readerBeside(ECHO)
    writeFileSync(path.join(folder, 'spreadsheet-worker.js'), 'this is no JavaScript')
    expect(await reader.readRoster(file(LIST))).toEqual(badFile('broken'))
  })

  it('is one for each file: two at once get each their own answer, and one that crashes takes no other with it', async () => {
    const { reader } = readerBeside(
      `const text = Buffer.from(workerData.bytes).toString('utf8')
       if (text === 'crash') throw new Error('crash')
       setTimeout(() => parentPort.postMessage({ ok: true, value: text }), text === 'slow' ? 300 : 20)`,
    )
    const answers = await Promise.all(['slow', 'crash', 'quick'].map((text) => reader.readRoster(file(text))))
    expect(answers).toEqual([{ ok: true, value: 'slow' }, badFile('broken'), { ok: true, value: 'quick' }])
  })

  it('knows no secret of the function, and what it says is not said by the function', async () => {
    process.env['SEAL_KEYS_OF_A_TEST'] = 'secret'
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const alsoSaid = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      const { reader } = readerBeside(
        `console.log('测试甲'); console.error('测试甲')
         setTimeout(() => parentPort.postMessage({ ok: true, value: Object.keys(process.env) }), 100)`,
      )
      expect(await reader.readRoster(file(LIST))).toEqual({ ok: true, value: [] })
      expect([...said.mock.calls, ...alsoSaid.mock.calls].join('\n')).not.toContain('测试甲')
    } finally {
      delete process.env['SEAL_KEYS_OF_A_TEST']
      vi.restoreAllMocks()
    }
  })

  describe('has so much time', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    })
    afterEach(() => {
      vi.useRealTimers()
    })
    /** Until a thread has said so by a file; nothing else of this thread happens meanwhile. */
    const waitFor = (sign: string) => {
      while (!existsSync(sign)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }

    it('and one millisecond before its end it is still waited for', async () => {
      const { reader } = readerBeside('for (;;) {}')
      let answer: unknown
      const reading = reader.readRoster(file(LIST)).then((reply) => (answer = reply))
      await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS - 1)
      expect(answer).toBeUndefined()
      await vi.advanceTimersByTimeAsync(1)
      expect(await reading).toEqual(badFile('size'))
    })

    it('and what it says after that is not listened to', async () => {
      const { reader, folder } = readerBeside(
        `${ECHO}\nrequire('node:fs').writeFileSync(require('node:path').join(__dirname, 'said'), '')\nsetInterval(() => {}, 1000)`,
      )
      const reading = reader.readRoster(file(LIST))
      // It has said so, and we have not heard it yet when the time is over.
      waitFor(path.join(folder, 'said'))
      vi.advanceTimersByTime(TIME_LIMIT_MS)
      expect(await reading).toEqual(badFile('size'))
      await new Promise((resolve) => setImmediate(resolve))
      expect(await reading).toEqual(badFile('size'))
    })

    it('and once it has answered nothing waits for it any longer', async () => {
      const ended = vi.spyOn(Worker.prototype, 'terminate')
      const { reader } = readerBeside(`${ECHO}\nsetInterval(() => {}, 1000)`)
      expect(await reader.readRoster(file(LIST))).toEqual({ ok: true, value: LIST })
      expect(vi.getTimerCount()).toBe(0)
      // It would go on for ever by itself.
      expect(await Promise.all(ended.mock.results.map(({ value }) => value as Promise<number>))).toContain(1)
      ended.mockRestore()
    })
  })
})
