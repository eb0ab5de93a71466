import type { Documents } from '../adapters/cloudbase/documents'
import type { Place, Sealing } from '../app/store/ports'
import { keyIdOf, placeOf, placesAt, sealedAt, SEALED_FIELDS } from './sealed-fields'

/** So many documents are read at once, and then sealed anew one after the other. */
const AT_ONCE = 50

export interface Pass {
  /** Fields that were sealed anew in this pass. */
  resealed: number
  /** Fields that somebody changed meanwhile: they are looked at again in the next pass. */
  changed: number
}

type Kept = Readonly<Record<string, unknown>> & { _id: string }

/**
 * Goes once through every sealed field and seals those anew that are not under the current key. A value is replaced only
 * where it is still the one that was read, so that nothing that is written meanwhile is lost, and a run that was cut off
 * anywhere left every value whole, under the one key or the other.
 */
export const resealOnce = async (
  documents: Documents,
  sealing: Sealing,
  currentKey: string,
  say: (collection: string, resealed: number) => void,
): Promise<Pass> => {
  const pass = { resealed: 0, changed: 0 }
  for (const [name, paths] of Object.entries(SEALED_FIELDS)) {
    const collection = name as Place['collection']
    let after = ''
    for (;;) {
      const where = { _id: documents.command.gt(after) }
      const found = await documents.find<Kept>(collection, where, { sort: ['_id', 'asc'], limit: AT_ONCE })
      const before = pass.resealed
      for (const document of found)
        await resealDocument(documents, sealing, { collection, document, paths, currentKey }, pass)
      if (pass.resealed > before) say(collection, pass.resealed)
      after = found.at(-1)?._id ?? after
      if (found.length < AT_ONCE) break
    }
  }
  return pass
}

const resealDocument = async (
  documents: Documents,
  sealing: Sealing,
  given: { collection: Place['collection']; document: Kept; paths: readonly string[]; currentKey: string },
  pass: Pass,
): Promise<void> => {
  const { collection, document, paths, currentKey } = given
  for (const path of paths.flatMap((one) => placesAt(document, one))) {
    const sealed = sealedAt(document, path)
    if (sealed === undefined || keyIdOf(sealed) === currentKey) continue
    const place = placeOf(collection, document._id, path)
    const anew = sealing.seal(sealing.open(sealed, place), place)
    const updated = await documents.update(collection, { _id: document._id, [path]: sealed }, { [path]: anew })
    if (updated === 1) pass.resealed += 1
    else pass.changed += 1
  }
}
