import { Query } from 'mingo'
import { updateOne } from 'mingo/updater'
import type { Fields } from './values'

/** The document after update operators; the one given stays as it is. */
export function updated(document: Fields, operators: Fields): Fields {
  const documents = [structuredClone(document)]
  updateOne(documents, {}, operators, { cloneMode: 'deep' })
  return documents[0] ?? document
}

/** The fields of a document that a projection asks for. */
export function projected(document: Fields, projection: Fields): Fields {
  return new Query({}, {}).find<Fields>([document], projection).all()[0] ?? {}
}
