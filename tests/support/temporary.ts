import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** What tools keep for the next run, and what a browser had open while it was closed: it goes with the run's folder. */
const caches = /^(?:tsx-|node-compile-cache|v8-compile-cache|\.org\.chromium\.)/

/** Linux's file system in memory, and how much must be free there: some containers have but 64 MB. */
const IN_MEMORY = '/dev/shm'
const ROOM = 2 ** 30

/**
 * Where the data of tests lie: in memory where there is room. What they say of a process that is killed holds there too;
 * only a machine that loses its power would tell it from a disk, and no test is about one.
 */
export function placeForData(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize >= ROOM ? IN_MEMORY : os.tmpdir()
  } catch {
    return os.tmpdir()
  }
}

/**
 * Gives the run a temporary folder of its own, so that what its tests leave behind is known from what others do on the
 * same machine. What outlives a run, the unpacked Chromium, stays in the system's.
 */
export function takeTemporaryFolder(): void {
  process.env['TEST_CACHE'] ??= os.tmpdir()
  const folder = mkdtempSync(path.join(placeForData(), 'test-run-'))
  for (const name of ['TEST_TEMPORARY', 'TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder
}

/** The run's folder; the reporter and the setup are loaded apart, so that the environment alone is common to them. */
const ownFolder = (): string | undefined => process.env['TEST_TEMPORARY']

/** What is still there. */
export function leftInTemporaryFolder(): string[] {
  const folder = ownFolder()
  return folder === undefined ? [] : readdirSync(folder).filter((name) => !caches.test(name))
}

export function dropTemporaryFolder(): void {
  const folder = ownFolder()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}

const folders: string[] = []

/** A folder for one file of tests that goes when they are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'test-'))
  folders.push(folder)
  return folder
}

/** Removes what a file of tests asked for. */
export function dropFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
