import type { Spreadsheets } from '../../app/store/ports'
import { readInWorker } from './in-worker'
import { writeWorkbook } from './write'

/** Reading and writing spreadsheets. It is a file of its own in the deployed function, loaded when it is first asked for. */
export const spreadsheets: Spreadsheets = { readRoster: readInWorker, write: writeWorkbook }
