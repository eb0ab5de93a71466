import { afterAll, beforeAll } from 'vitest'
import { startLocalCloud, type TestCloud, type TestCloudOptions } from './local-cloud'

/** The local cloud of a file of tests, or of a part of one: it starts before them and ends after them. */
export function localCloud(options: TestCloudOptions = {}): TestCloud {
  let started: TestCloud | undefined
  beforeAll(async () => {
    started = await startLocalCloud(options)
  })
  afterAll(() => started?.close())
  return new Proxy({} as TestCloud, {
    get: (_, name) => {
      if (started === undefined) throw new Error('the local cloud is there from `beforeAll` on')
      return Reflect.get(started, name) as unknown
    },
  })
}
