import indexes from '../indexes.json'

interface IndexDefinition {
  name: string
  keys: (string | number)[][]
  unique?: boolean
}

/** The collections and indexes as `@cloudbase/manager-node` takes them: `database.updateCollection(name, …)`. */
export const databaseOptions = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries<IndexDefinition[]>(indexes).map(([collection, definitions]) => [
      collection,
      {
        CreateIndexes: definitions.map(({ name, keys, unique = false }) => ({
          IndexName: name,
          MgoKeySchema: {
            MgoIsUnique: unique,
            MgoIndexKeys: keys.map(([field, direction]) => ({ Name: field, Direction: String(direction) })),
          },
        })),
      },
    ]),
  )
