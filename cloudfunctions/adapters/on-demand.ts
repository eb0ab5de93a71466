import type { Spreadsheets } from '../app/store/ports'

const load = async () => (await import('./spreadsheet')).spreadsheets

/**
 * Few calls need spreadsheets, and every instance would take its time to load them: they are a file of their own in the
 * deployed function (`build/on-demand.ts`), loaded when it is first asked for.
 */
export const spreadsheets: Spreadsheets = {
  readRoster: async (file) => (await load()).readRoster(file),
  write: async (sheet) => (await load()).write(sheet),
}
