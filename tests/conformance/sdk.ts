/** The SDK's database as far as the suite uses it. The SDK's own types say `any` where these say what comes back. */
export interface Db {
  collection(name: string): Collection
  command: Command
  RegExp(pattern: { regexp: string; options?: string }): object
  serverDate(): object
  startTransaction(): Promise<Tx>
  runTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

export type Row = Record<string, unknown>

export interface Query {
  where(condition: object): Query
  orderBy(path: string, direction: 'asc' | 'desc'): Query
  skip(count: number): Query
  limit(count: number): Query
  field(projection: Record<string, boolean>): Query
  get(): Promise<{ data: Row[] }>
  count(): Promise<{ total: number }>
  update(change: object): Promise<{ updated: number }>
  updateAndReturn(change: object): Promise<{ updated: number; doc?: Row | null }>
  remove(): Promise<{ deleted: number }>
}

interface Collection extends Query {
  add(documents: object): Promise<{ id?: string; ids?: string[] }>
  doc(id: string): {
    get(): Promise<{ data: Row[] }>
    set(document: object): Promise<{ updated: number; upsertedId?: string }>
    update(change: object): Promise<{ updated: number }>
    remove(): Promise<{ deleted: number }>
  }
  aggregate(): Pipeline
}

interface Pipeline {
  match(condition: object): Pipeline
  group(groups: object): Pipeline
  sort(order: Record<string, 1 | -1>): Pipeline
  skip(count: number): Pipeline
  limit(count: number): Pipeline
  count(name: string): Pipeline
  project(fields: object): Pipeline
  lookup(join: { from: string; localField: string; foreignField: string; as: string }): Pipeline
  end(): Promise<{ data: Row[] }>
}

interface Tx {
  collection(name: string): {
    add(document: object): Promise<unknown>
    where(condition: object): { get(): Promise<{ data: Row[] }>; update(change: object): Promise<unknown> }
    doc(id: string): {
      get(): Promise<{ data: Row | null }>
      set(document: object): Promise<unknown>
      update(change: object): Promise<unknown>
    }
  }
  commit(): Promise<unknown>
  rollback(reason?: unknown): Promise<unknown>
}

interface Condition {
  and(...others: object[]): Condition
}

type Of<Value> = (value: Value) => Condition

interface Command {
  eq: Of<unknown>
  neq: Of<unknown>
  gt: Of<unknown>
  gte: Of<unknown>
  lt: Of<unknown>
  lte: Of<unknown>
  in: Of<unknown[]>
  nin: Of<unknown[]>
  all: Of<unknown[]>
  exists: Of<boolean>
  elemMatch: Of<object>
  not: Of<object>
  and: Of<object[]>
  nor: Of<object[]>
  or(...conditions: object[]): Condition
  set(value: unknown): object
  inc(by: number): object
  push(values: object): object
  pull(value: unknown): object
  addToSet(value: unknown): object
  rename(name: string): object
  remove(): object
  aggregate: {
    sum(value: unknown): object
    max(value: unknown): object
    multiply(values: unknown[]): object
    substr(given: unknown[]): object
    indexOfCP(given: unknown[]): object
    week(date: unknown): object
    isoWeekYear(date: unknown): object
  }
}
