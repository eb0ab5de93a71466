/** Who may read and write a collection from a client, by the platform's own names. */
export type Permission = 'READONLY' | 'PRIVATE' | 'ADMINWRITE' | 'ADMINONLY'

const NAMES: readonly string[] = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY']

export function isPermission(value: unknown): value is Permission {
  return typeof value === 'string' && NAMES.includes(value)
}

/** The permission of every collection: the product's are closed as its deployment closes them, others as new ones are. */
export class Permissions {
  readonly #set = new Map<string, Permission>()

  constructor(private readonly isOurs: (collection: string) => boolean) {}

  of(collection: string): Permission {
    return this.#set.get(collection) ?? (this.isOurs(collection) ? 'ADMINONLY' : 'PRIVATE')
  }

  set(collection: string, permission: Permission): void {
    this.#set.set(collection, permission)
  }

  /** Whether a client reads what others wrote. */
  letsRead(collection: string): boolean {
    const permission = this.of(collection)
    return permission === 'READONLY' || permission === 'ADMINWRITE'
  }
}
