import { parentPort, workerData } from 'node:worker_threads'
import { refused } from '../../domain/reply'
import { readRosterTables } from '../../domain/roster-table'
import type { RosterFile } from '../../app/store/ports'
import { FileError } from './fault'
import { readTables } from './read'

/** Characters: 5,000 rows have two thirds of it, and a reply may have 1 MB. */
const REPLY_AT_MOST = 700_000
const badFile = (rule: string) => refused({ code: 'BAD_FILE', detail: { rule } })

/** The thread that reads one file: whatever the file does to it, the function lives on (`in-worker.ts`). */
const read = ({ bytes, pasted, columns }: RosterFile) => {
  try {
    const read = readRosterTables(readTables(bytes, pasted), columns)
    return JSON.stringify(read).length > REPLY_AT_MOST ? badFile('size') : read
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return badFile(error.fault)
  }
}

parentPort?.postMessage(read(workerData as RosterFile))
