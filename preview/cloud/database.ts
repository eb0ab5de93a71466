import { aggregate, sortOf } from './aggregation'
import {
  DatabaseFailure,
  DuplicateKey,
  notEmulated,
  permissionDenied,
  spelled,
  type DuplicateSpelling,
} from './failures'
import { ConnectionDropped, type Faults } from './faults'
import type { Metrics } from './metrics'
import type { Permissions } from './permissions'
import type { Sort } from './planner'
import { matching, matchingAmong, type ReadCount, type Seen } from './reader'
import type { Storage } from './storage'
import { idText, type Modification, type Store, type Target } from './store'
import type { Transaction } from './transactions'
import { projecting } from './updates'
import type { Fields } from './values'
import { decode, decodeFields, encode } from './wire'

/** What the SDK posts; texts are EJSON. */
interface Params {
  action: string
  collectionName?: string
  transactionId?: string
  queryType?: 'DOC' | 'WHERE'
  query?: string
  data?: string | string[]
  order?: string
  projection?: string
  offset?: number
  limit?: number
  multi?: boolean
  merge?: boolean
  upsert?: boolean
  stages?: { stageKey: string; stageValue: string }[]
}

interface Request {
  params: Params
  now: number
  transaction: Transaction | null
  count: ReadCount
}

const mostRows = 1000
const defaultRows = 100

/** The database, and what leads to the storage, as the SDK speaks to them: one JSON request, one JSON reply, refusals as `{ code, message }`. */
export class Database {
  #requests = 0

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
    private readonly faults: Faults,
    private readonly metrics: Metrics,
    private readonly storage: Storage,
    private readonly permissions: Permissions,
  ) {}

  /** `client`: asked from a client's own code, which the permissions of the collections are for. */
  async handle(body: unknown, client = false): Promise<object> {
    const requestId = `local-${String(++this.#requests)}`
    const started = performance.now()
    const count: ReadCount = { documents: 0 }
    const params = readParams(body)
    try {
      if (client) this.#letClient(params)
      const answer = await this.faults.around(params.action, params.collectionName, () => this.#perform(params, count))
      return { requestId, ...answer }
    } catch (error) {
      if (error instanceof ConnectionDropped) throw error
      return { requestId, ...refusal(error, this.faults.duplicates) }
    } finally {
      this.metrics.record({
        action: params.action,
        collection: params.collectionName ?? null,
        documentsRead: count.documents,
        startedAt: started,
        endedAt: performance.now(),
      })
    }
  }

  /** A client reads where it may, and no more: nothing of ours writes from one. */
  #letClient({ action, collectionName = '' }: Params): void {
    const reads = action === 'database.getDocument' || action === 'database.calculateDocument'
    if (!reads || !this.permissions.letsRead(collectionName)) throw permissionDenied()
  }

  async #perform(params: Params, count: ReadCount): Promise<object> {
    const { action, transactionId } = params
    if (action.startsWith('storage.')) return this.storage.handle({ ...params })
    if (action === 'database.startTransaction') return { transactionId: this.store.transactions.begin().id }
    const transaction = transactionId === undefined ? null : this.store.transaction(transactionId)
    if (action === 'database.commitTransaction' || action === 'database.abortTransaction') {
      if (transaction === null) throw new DatabaseFailure('INVALID_PARAM', 'transactionId is missing')
      if (action === 'database.commitTransaction') this.store.commit(transaction)
      else this.store.transactions.end(transaction)
      return {}
    }
    return { data: await this.#operate({ params, now: this.now(), transaction, count }) }
  }

  async #operate(request: Request): Promise<object> {
    switch (request.params.action) {
      case 'database.addCollection':
        this.store.addCollection(collectionName(request))
        return {}
      case 'database.insertDocument':
        return this.#insert(request)
      case 'database.getDocument':
        return request.params.queryType === 'DOC' ? this.#getOne(request) : this.#getMany(request)
      case 'database.calculateDocument':
        return this.#countMatching(request)
      case 'database.modifyDocument':
        return await this.#modify(request)
      case 'database.modifyAndReturnDoc':
        return await this.#modifyAndReturn(request)
      case 'database.removeDocument':
        return await this.#remove(request)
      case 'database.aggregateDocuments':
        return this.#aggregate(request)
      default:
        return notEmulated(request.params.action)
    }
  }

  #insert(request: Request): object {
    const { data } = request.params
    if (!Array.isArray(data)) throw new DatabaseFailure('INVALID_PARAM', 'data must be a list')
    const documents = data.map((text) => decodeFields(text, request.now))
    return { insertedIds: this.store.insert(request.transaction, this.#collection(request), documents) }
  }

  #getOne(request: Request): object {
    const { query, projection } = request.params
    const id = idText(decodeFields(query, request.now)['_id'] ?? null)
    const found = this.store.read(request.transaction, this.#collection(request), id)
    if (found === null) return { list: [] }
    request.count.documents++
    const fields = decodeFields(projection, request.now)
    return { list: [Object.keys(fields).length === 0 ? found.text : encode(projecting(fields)(found.document))] }
  }

  #getMany(request: Request): object {
    const { params, now } = request
    const offset = params.offset ?? 0
    const limit = Math.min(params.limit ?? defaultRows, mostRows)
    const projection = decodeFields(params.projection, now)
    const whole = Object.keys(projection).length === 0
    const projected = projecting(projection)
    const sort = sortOf(decodeFields(params.order, now))
    const list: string[] = []
    let skipped = 0
    for (const version of this.#matching(request, sort)) {
      if (skipped++ < offset) continue
      list.push(whole ? version.text : encode(projected(version.document ?? {})))
      if (list.length >= limit) break
    }
    return { list, limit, offset }
  }

  #matching({ transaction, params, now, count }: Request, sort: Sort): Iterable<Seen> {
    const collection = this.#collection({ transaction, params, now, count })
    const filter = decodeFields(params.query, now)
    if (transaction === null) return matching(collection, filter, sort, count)
    return matchingAmong(collection, this.store.seen(transaction, collection), filter, sort, count)
  }

  #countMatching(request: Request): object {
    let total = 0
    for (const _ of matching(this.#collection(request), filterOf(request), [], request.count)) total++
    return { total }
  }

  async #modify(request: Request): Promise<object> {
    const { data, merge, upsert } = request.params
    const replace = merge === false
    const modification: Modification = {
      change: changeOf(request, data),
      replace,
      upsert: upsert === true,
      counts: replace ? 'found' : 'modified',
    }
    const collection = this.#collection(request)
    const target = targetOf(request)
    const result = await this.store.modify(request.transaction, collection, target, modification, request.count)
    return { updated: result.updated, ...(result.upsertId === undefined ? {} : { upsert_id: result.upsertId }) }
  }

  async #modifyAndReturn(request: Request): Promise<object> {
    const modification: Modification = {
      change: changeOf(request, request.params.data),
      replace: false,
      upsert: false,
      counts: 'found',
    }
    const target = { ...targetOf(request), multiple: false }
    const collection = this.#collection(request)
    const result = await this.store.modify(request.transaction, collection, target, modification, request.count)
    return { updated: result.updated, doc: result.document === undefined ? null : encode(result.document) }
  }

  async #remove(request: Request): Promise<object> {
    const collection = this.#collection(request)
    return { deleted: await this.store.remove(request.transaction, collection, targetOf(request), request.count) }
  }

  #aggregate(request: Request): object {
    const stages = (request.params.stages ?? []).map(({ stageKey, stageValue }) => ({
      name: stageKey,
      value: decode(stageValue, request.now),
    }))
    const other = (name: string) => this.store.find(name)
    return { list: aggregate(this.#collection(request), stages, other, request.count).map(encode) }
  }

  #collection(request: Request) {
    return this.store.collection(collectionName(request))
  }
}

function readParams(body: unknown): Params {
  if (typeof body === 'object' && body !== null && 'action' in body && typeof body.action === 'string') {
    return body as Params
  }
  return { action: 'nothing' }
}

function collectionName({ params }: Request): string {
  if (typeof params.collectionName === 'string' && params.collectionName !== '') return params.collectionName
  throw new DatabaseFailure('INVALID_PARAM', 'collectionName is missing')
}

function filterOf({ params, now }: Request): Fields {
  return decodeFields(params.query, now)
}

function targetOf(request: Request): Target {
  const filter = filterOf(request)
  if (request.params.queryType === 'DOC') return { id: idText(filter['_id'] ?? null) }
  return { filter, multiple: request.params.multi === true }
}

function changeOf({ now }: Request, data: Params['data']): Fields {
  if (typeof data !== 'string') throw new DatabaseFailure('INVALID_PARAM', 'data must be a text')
  return decodeFields(data, now)
}

/** Our own words, or the operator that a library below could not do: its message may hold the document. */
function refusal(error: unknown, spelling: DuplicateSpelling): { code: string; message: string } {
  const said = error instanceof DuplicateKey ? spelled(error, spelling) : error
  if (said instanceof DatabaseFailure) return { code: said.code, message: said.message }
  const message = error instanceof Error ? error.message : ''
  const operator = /\$[a-zA-Z]+/.exec(message)?.[0] ?? 'this request'
  return { code: 'DATABASE_REQUEST_FAILED', message: `not emulated, or not as it was asked: ${operator}` }
}
