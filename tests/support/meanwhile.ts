import type { Fields } from '../../preview/cloud/values'
import type { TestCloud } from './local-cloud'

const NO_COUNT = { documents: 0 }

/** What somebody else does to the database, as quickly as a write takes. */
export class Elsewhere {
  constructor(private readonly cloud: TestCloud) {}

  set(collection: string, id: string, fields: object): void {
    const { store } = this.cloud
    const change = { $set: JSON.parse(JSON.stringify(fields)) as Fields }
    const modification = { change, replace: false, upsert: false, counts: 'found' } as const
    void store.modify(null, store.collection(collection), { id }, modification, { ...NO_COUNT })
  }

  drop(collection: string, id: string): void {
    const { store } = this.cloud
    void store.remove(null, store.collection(collection), { id }, { ...NO_COUNT })
  }

  add(collection: string, document: object): void {
    const { store } = this.cloud
    store.insert(null, store.collection(collection), [JSON.parse(JSON.stringify(document)) as Fields])
  }
}

/**
 * Lets something happen between an operation's first look and its transaction, where only a second look sees it: right
 * before the next transaction begins.
 */
export const beforeTransaction = (cloud: TestCloud, happens: (elsewhere: Elsewhere) => void): void => {
  const meanwhile = () => {
    happens(new Elsewhere(cloud))
  }
  cloud.fault({ kind: 'delay', action: 'database.startTransaction', meanwhile })
}
