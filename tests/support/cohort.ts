import { nameKeys, referenceKeys } from '../../cloudfunctions/domain/person-search'
import { createSealing, readKeys } from '../../cloudfunctions/adapters/sealing'
import type { TransferRecord } from '../../cloudfunctions/app/store/records'
import { positionOf } from '../../cloudfunctions/app/store/position'
import type { Fields } from '../../preview/cloud/values'
import { documentsOf } from './documents'
import type { TestCloud } from './local-cloud'
import { anIdNumber } from './people'

const key = (id: string, letter: string) => `${id}:${Buffer.alloc(32, letter).toString('base64')}`
/** Keys that a test knows, to be set as the functions' environment. */
export const KNOWN_KEYS = { SEAL_KEYS: key('s1', 's'), TOKEN_KEYS: key('t1', 't') }

const pad = (n: number, length: number): string => String(n).padStart(length, '0')

export interface CohortMember {
  name: string
  idNumber: string
  studentNumber: string
  phone: string
}

/** The `n`th of a made-up cohort of thousands, other than every other. */
export const cohortMember = (n: number): CohortMember => ({
  name: `测${String.fromCodePoint(0x4e00 + (n % 2_500))}${String.fromCodePoint(0x5e00 + (n % 1_999))}`,
  idNumber: anIdNumber({
    region: '120101',
    birth: `2002-${pad(1 + (Math.floor(n / 700) % 12), 2)}-${pad(1 + (n % 28), 2)}`,
    sequence: pad(Math.floor(n / 28) % 1000, 3),
  }),
  studentNumber: String(42_400_000 + n),
  phone: String(19_910_000_000 + n),
})

/** A reason of 200 characters that does not compress, other for each number. */
export const longReason = (n: number): string => {
  let seed = n + 1
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648)
  return Array.from({ length: 200 }, () => String.fromCodePoint(0x4e00 + ((next() >> 8) % 20_000))).join('')
}

/** A transfer that lies beside the one it is like: what it is made of, under its id, and whose it is. */
export interface Alike {
  id: string
  reference: string
  person: Pick<CohortMember, 'name' | 'idNumber'> & { memberNumber: string | null }
  fields?: (like: TransferRecord) => Partial<TransferRecord>
}

/** Puts transfers beside one that was started at the front door, and like it but for the person and what is told. */
export const addAlike = (cloud: TestCloud, model: string, all: readonly Alike[]): void => {
  const sealing = createSealing(
    readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
    readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
  )
  const found = documentsOf(cloud, 'transfers').find(({ _id }) => _id === model)
  const like = JSON.parse(JSON.stringify(found)) as TransferRecord
  const records = all.map(({ id, reference, person, fields }): TransferRecord => {
    const { name, idNumber, memberNumber } = person
    const seal = (field: string, plain: string) => sealing.seal(plain, { collection: 'transfers', id, field })
    return {
      ...like,
      _id: id,
      reference,
      accountId: `account-${id}`,
      slot: `account-${id}:${like.kind}`,
      position: positionOf(like.since, id),
      name,
      searchKeys: [...nameKeys(name), ...referenceKeys(reference)],
      copy: {
        idNumber: seal('idNumber', idNumber),
        joinedOn: '2018-05',
        memberNumber: memberNumber === null ? null : seal('memberNumber', memberNumber),
      },
      idToken: sealing.tokens('idNumber', idNumber)[0],
      ...fields?.(like),
    }
  })
  cloud.store.insert(
    null,
    cloud.store.collection('transfers'),
    records.map((record) => JSON.parse(JSON.stringify(record)) as Fields),
  )
}

/**
 * A whole cohort of them, each with a reason where it is told. They came at the same instant as the model, whose id is
 * hexadecimal, and stand after it.
 */
export const addCohort = (cloud: TestCloud, model: string, count: number, reason?: (n: number) => string): void => {
  const members = Array.from({ length: count }, (_, n): Alike => ({
    id: `person-${pad(n, 5)}`,
    reference: pad(n, 10),
    person: { ...cohortMember(n), memberNumber: `2018${pad(n, 8)}` },
    ...(reason === undefined ? {} : { fields: ({ state }) => ({ state: { ...state, reason: reason(n) } }) }),
  }))
  addAlike(cloud, model, members)
}
