import { readFileSync } from 'node:fs'

/** One index: its keys in order with their directions, as `cloudfunctions/indexes.json` writes them. */
export interface IndexDefinition {
  name: string
  keys: [path: string, direction: 1 | -1][]
  unique?: boolean
}

/** Every collection of the product with its indexes beside `_id`. */
export type IndexDefinitions = { [collection: string]: IndexDefinition[] }

/** Reads `indexes.json`; a slip in it must not wait for the deployment to be seen. */
export function readIndexDefinitions(file: string): IndexDefinitions {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isDefinitions(parsed)) throw new TypeError(`${file}: expected { collection: [{ name, keys, unique? }] }`)
  return parsed
}

function isDefinitions(value: unknown): value is IndexDefinitions {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((indexes) => Array.isArray(indexes) && indexes.every(isDefinition))
  )
}

/** Whether the value is one index as `indexes.json` writes it. */
export function isDefinition(value: unknown): value is IndexDefinition {
  if (typeof value !== 'object' || value === null) return false
  const { name, keys, unique } = value as { [key: string]: unknown }
  return (
    typeof name === 'string' &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every((key) => Array.isArray(key) && typeof key[0] === 'string' && (key[1] === 1 || key[1] === -1)) &&
    (unique === undefined || typeof unique === 'boolean')
  )
}
