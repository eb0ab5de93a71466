import { afterAll, beforeAll } from 'vitest'
import { openDocuments, type Documents } from '../../cloudfunctions/adapters/cloudbase/documents'
import { createStore } from '../../cloudfunctions/adapters/cloudbase/store'
import type { Store } from '../../cloudfunctions/app/store/ports'
import { connect } from '../conformance/environment'
import { startLocalCloud, type TestCloud, type TestCloudOptions } from './local-cloud'

/** What is there from `beforeAll` on, under the name that the file of tests gives it before. */
const later = <T extends object>(started: () => T | undefined): T => {
  const there = (): T => {
    const found = started()
    if (found === undefined) throw new Error('it is there from `beforeAll` on')
    return found
  }
  return new Proxy({} as T, {
    get: (_, name) => Reflect.get(there(), name) as unknown,
    ownKeys: () => Reflect.ownKeys(there()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(there(), name),
  })
}

/** The local cloud of a file of tests, or of a part of one: it starts before them and ends after them. */
export function localCloud(options: TestCloudOptions = {}): TestCloud {
  let started: TestCloud | undefined
  beforeAll(async () => {
    started = await startLocalCloud(options)
  })
  afterAll(() => started?.close())
  return later(() => started)
}

/** The same without functions, and what the product's adapters open over it by the unmodified SDK. */
export function localStore(options: Omit<TestCloudOptions, 'functions'> = {}): {
  cloud: TestCloud
  documents: Documents
  store: Store
} {
  const cloud = localCloud({ ...options, functions: null })
  let opened: Documents | undefined
  let store: Store | undefined
  beforeAll(() => {
    connect(cloud.url)
    opened = openDocuments()
    store = createStore(opened)
  })
  return { cloud, documents: later(() => opened), store: later(() => store) }
}
