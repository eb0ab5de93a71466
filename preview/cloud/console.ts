import type { FunctionHost } from './function-host'
import { isRecord } from './http'
import { isDefinition, type IndexDefinition } from './index-definitions'
import { isPermission, type Permission, type Permissions } from './permissions'
import type { Store } from './store'

/** What the platform's console shows of an environment. */
export interface ConsoleView {
  collections: Record<string, { indexes: IndexDefinition[]; permission: Permission }>
  functions: ReturnType<FunctionHost['describe']>
}

/** Only collections with such a name are made and dropped here: they are nobody's data. */
const SCRATCH = /^check_[a-z0-9_]{1,48}$/

/** What one sees and does in the platform's console, for `npm run deploy:check` against the local cloud. */
export class Console {
  constructor(
    private readonly store: Store,
    private readonly permissions: Permissions,
    private readonly host: FunctionHost,
    /** The keys as they lie in the data folder now. */
    private readonly keys: () => Record<string, string>,
  ) {}

  view(): ConsoleView {
    const collections = this.store.collectionNames().map((name) => {
      const indexes = this.store.collection(name).indexes.map(({ definition }) => definition)
      return [name, { indexes, permission: this.permissions.of(name) }] as const
    })
    return { collections: Object.fromEntries(collections), functions: this.host.describe() }
  }

  /** Carries one order out; false where it is none. */
  perform(order: unknown): boolean {
    if (!isRecord(order)) return false
    const { collection, indexes, permission, drop, keys } = order
    if (keys === 'again') {
      this.host.useKeys(this.keys())
      return true
    }
    if (typeof collection !== 'string') return false
    const scratch = SCRATCH.test(collection)
    if (Array.isArray(indexes)) {
      if (!scratch || !indexes.every(isDefinition)) return false
      this.store.addCollection(collection, indexes)
    } else if (drop === true) {
      if (!scratch) return false
      this.store.dropCollection(collection)
    } else {
      if (!isPermission(permission)) return false
      this.permissions.set(collection, permission)
    }
    return true
  }
}
