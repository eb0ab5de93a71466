import { afterAll } from 'vitest'
import { beginAnew } from './people'
import { dropFolders } from './temporary'

// Runs before each file of tests, also where files share what they import.
beginAnew()
afterAll(() => {
  dropFolders()
  // What a stage of pages put there: the SDK takes somebody who has a `wx` for a mini-program.
  for (const name of ['wx', 'Page', 'getCurrentPages', 'getApp']) Reflect.deleteProperty(globalThis, name)
})
