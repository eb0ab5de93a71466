import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { refused, type Reply } from '../../domain/reply'
import type { RosterTable } from '../../domain/roster-table'
import type { RosterFile } from '../../app/store/ports'

const TIME_LIMIT_MS = 10_000
/** Megabytes. With what the file unpacks to, which lies outside of the heap, well below the function's memory. */
const HEAP = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 32 } as const
/** Beside this file in the deployed function (`build/on-demand.ts`). */
const FILE = 'spreadsheet-worker.js'

/**
 * Reads a roster's file in a thread of its own, which ends with it: a file that takes more time or memory than any
 * roster is `BAD_FILE` `size`, and other calls go on meanwhile.
 */
export const readInWorker = (file: RosterFile): Promise<Reply<RosterTable>> =>
  new Promise((resolve) => {
    const worker = new Worker(path.join(__dirname, FILE), {
      workerData: file,
      resourceLimits: HEAP,
      // It needs no secret, and what it says may hold what stands in the file.
      env: {},
      stdout: true,
      stderr: true,
    })
    const end = (reply: Reply<RosterTable>): void => {
      clearTimeout(timer)
      resolve(reply)
      void worker.terminate()
    }
    const badFile = (rule: string): void => {
      end(refused({ code: 'BAD_FILE', detail: { rule } }))
    }
    const timer = setTimeout(badFile, TIME_LIMIT_MS, 'size')
    worker.once('message', end)
    worker.once('error', (error: NodeJS.ErrnoException) => {
      badFile(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'size' : 'broken')
    })
    worker.once('exit', () => {
      badFile('broken')
    })
  })
