import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fold, type Transfer, type TransferEvent } from '../../cloudfunctions/domain/transfer'

interface Stored {
  name: string
  events: TransferEvent[]
  state: Transfer
}
const read = (file: string): Stored[] =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored-events', file), 'utf8')) as Stored[]

/** Events as they lie in databases: what they fold to never changes; kinds of event that come later are added here. */
describe.each(['2026-11.json'])('events stored as in %s', (file) => {
  it.each(read(file))('fold to the same state: $name', ({ events, state }) => {
    const { undoable, ...folded } = fold(events)
    expect(folded).toEqual(state)
  })
})
