import cloudbase from '@cloudbase/node-sdk'
import { randomBytes } from 'node:crypto'
import type { DatabaseAccess } from '../adapters/cloudbase/documents'

export type Row = Readonly<Record<string, unknown>>

/** The SDK's database as far as the checks ask it; its own types say `any` where these say what should come back. */
export interface Database {
  collection(name: string): Collection
  command: {
    gte(value: unknown): Condition
    lt(value: unknown): Condition
    inc(by: number): object
    push(values: readonly unknown[]): object
    set(value: unknown): object
  }
  serverDate(): object
  startTransaction(): Promise<Transaction>
  createCollection(name: string): Promise<unknown>
}
interface Condition {
  and(...others: readonly object[]): Condition
}
export interface Query {
  where(condition: object): Query
  orderBy(path: string, direction: 'asc' | 'desc'): Query
  limit(count: number): Query
  get(): Promise<{ data: Row[] }>
  update(change: object): Promise<{ updated: number }>
  remove(): Promise<{ deleted: number }>
}
export interface Collection extends Query {
  add(documents: object): Promise<unknown>
  doc(id: string): {
    get(): Promise<{ data: unknown }>
    set(document: object): Promise<{ updated: number }>
    update(change: object): Promise<{ updated: number }>
  }
  aggregate(): Pipeline
}
interface Pipeline {
  match(condition: object): Pipeline
  limit(count: number): Pipeline
  lookup(join: { from: string; localField: string; foreignField: string; as: string }): Pipeline
  end(): Promise<{ data: Row[] }>
}
interface Transaction {
  collection(name: string): {
    doc(id: string): { get(): Promise<{ data: unknown }>; set(document: object): Promise<unknown> }
  }
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

/** The database of an environment, as its account sees it. */
export const openDatabase = (access: DatabaseAccess): Database =>
  cloudbase.init({ ...access, keepalive: true }).database()

/** The same as a client sees it, who holds this token and no key of the account. */
export const openAsClient = (
  { env, region, proxy, serviceUrl }: Omit<DatabaseAccess, 'secretId' | 'secretKey'>,
  accessKey: string,
): Database =>
  cloudbase
    .init({
      env,
      accessKey,
      ...(region === undefined ? {} : { region }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(serviceUrl === undefined ? {} : { serviceUrl }),
    })
    .database()

/** The name of a collection that holds nobody's data and lasts as long as a check. */
export const scratchName = (): string => `check_${randomBytes(6).toString('hex')}`
