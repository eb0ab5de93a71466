import { isDeepStrictEqual } from 'node:util'
import type { Documents } from '../adapters/cloudbase/documents'
import { Contention, type Sealing } from '../app/store/ports'
import { pagesOf } from './collections'
import type { Kept } from './backup-file'
import { keyIdOf, placeOf, sealedAt, SEALED_FIELDS } from './sealed-fields'
import { idAnew, TOKEN_FIELDS, TOKEN_LISTS, tokenKeyOf, withoutTokens, withTokensAnew } from './token-fields'

export interface TokenPass {
  /** Documents with tokens made anew in this pass. */
  renewed: number
  /** Documents that somebody was writing at the same time: they are looked at again in the next pass. */
  busy: number
}
type Say = (collection: string, renewed: number) => void
type Anew = ReadonlyMap<string, string>

/** Every token under a previous key whose value is kept, with what it is under the current one. */
const tokensAnew = async (documents: Documents, sealing: Sealing): Promise<Anew> => {
  const anew = new Map<string, string>()
  const learn = (kind: Parameters<Sealing['tokens']>[0], value: string): void => {
    const [current, ...previous] = sealing.tokens(kind, value)
    for (const token of previous) anew.set(token, current)
  }
  const learnNumber = (idNumber: string): void => {
    learn('idNumber', idNumber)
    learn('roster', `last6\n${idNumber.slice(-6)}`)
  }
  const plainOf = (collection: 'accounts' | 'transfers', document: Kept, path: string): string | undefined => {
    const sealed = sealedAt(document, path)
    // What an erasure left empty was never sealed.
    return sealed === undefined || keyIdOf(sealed) === ''
      ? undefined
      : sealing.open(sealed, placeOf(collection, document._id, path))
  }
  const learnOf = (collection: 'accounts' | 'transfers', document: Kept): void => {
    for (const path of SEALED_FIELDS[collection]) {
      const plain = plainOf(collection, document, path)
      if (plain === undefined) continue
      if (path.endsWith('idNumber')) learnNumber(plain)
      else if (path.endsWith('memberNumber')) learn('memberNumber', plain)
      else {
        learn('phone', plain)
        learn('login', plain)
      }
    }
    if (typeof document['username'] === 'string') learn('login', document['username'])
  }
  for await (const page of pagesOf(documents, 'accounts')) for (const one of page) learnOf('accounts', one)
  for await (const page of pagesOf(documents, 'transfers')) for (const one of page) learnOf('transfers', one)
  // A WeChat is counted, and known as a claimant, by the token of its openid.
  for await (const page of pagesOf(documents, 'wechats', ['_id'])) for (const { _id } of page) learn('login', _id)
  return anew
}

const changedIn = (document: Kept, fields: readonly string[], change: (value: unknown) => unknown): Kept => ({
  ...document,
  ...Object.fromEntries(
    fields.filter((field) => field in document).map((field) => [field, change(document[field])] as const),
  ),
})

/** Puts a changed document in place of what it is at that moment, whole; false where somebody else was at it. */
const rewrite = async (
  documents: Documents,
  collection: string,
  id: string,
  change: (document: Kept) => Kept,
): Promise<'written' | 'same' | 'busy'> => {
  try {
    return await documents.transaction(async (tx) => {
      const found = await tx.get<Kept>(collection, id)
      if (found === null) return 'same'
      const after = change({ ...found, _id: id })
      if (isDeepStrictEqual(after, { ...found, _id: id })) return 'same'
      await tx.put(collection, after)
      if (after._id !== id) await tx.remove(collection, id)
      return 'written'
    })
  } catch (error) {
    if (error instanceof Contention) return 'busy'
    throw error
  }
}

/** Goes through the documents of a collection that a change would change, and writes each in a transaction of its own. */
const rewriteAll = async (
  documents: Documents,
  collection: string,
  change: (document: Kept) => Kept,
  pass: TokenPass,
  say: Say,
): Promise<void> => {
  for await (const page of pagesOf(documents, collection)) {
    const before = pass.renewed
    for (const document of page) {
      if (isDeepStrictEqual(change(document), document)) continue
      const came = await rewrite(documents, collection, document._id, change)
      if (came === 'written') pass.renewed += 1
      if (came === 'busy') pass.busy += 1
    }
    if (pass.renewed > before) say(collection, pass.renewed)
  }
}

/**
 * Goes once through every token and makes those anew whose value is kept. A document is replaced in a transaction that
 * reads it again, so that nothing that is written meanwhile is lost; look-ups try both keys, so that it is found at
 * every moment.
 */
export const retokenOnce = async (documents: Documents, sealing: Sealing, say: Say): Promise<TokenPass> => {
  const pass = { renewed: 0, busy: 0 }
  const anew = await tokensAnew(documents, sealing)
  for (const [collection, { fields, id }] of Object.entries(TOKEN_FIELDS)) {
    const change = (document: Kept): Kept => ({
      ...changedIn(document, fields, (value) => withTokensAnew(value, anew)),
      _id: id === true ? idAnew(document._id, anew) : document._id,
    })
    await rewriteAll(documents, collection, change, pass, say)
  }
  return pass
}

/** What can be found by a previous key alone. */
export interface Bound {
  /** People on rosters of whom only the token of a number is known, because they have not registered. */
  rosterRows: number
  links: number
  staffCodes: number
  recoveries: number
}

const isOnlyUnder = (tokens: unknown, keys: ReadonlySet<string>): boolean =>
  Array.isArray(tokens) && tokens.length > 0 && tokens.every((token) => keys.has(tokenKeyOf(token) ?? ''))

export const boundTo = async (documents: Documents, keys: ReadonlySet<string>, now: number): Promise<Bound> => {
  const isUnder = (token: unknown): boolean => keys.has(tokenKeyOf(token) ?? '')
  const count = async (collection: string, is: (document: Kept) => boolean): Promise<number> => {
    let found = 0
    for await (const page of pagesOf(documents, collection)) found += page.filter(is).length
    return found
  }
  const isCurrent = ({ expiresAt }: Readonly<Record<string, unknown>>): boolean => Number(expiresAt) > now
  return {
    rosterRows: await count(
      'roster',
      ({ idTokens, last6Tokens }) => isOnlyUnder(idTokens, keys) || isOnlyUnder(last6Tokens, keys),
    ),
    links: await count('transfers', ({ link }) => {
      if (typeof link !== 'object' || link === null) return false
      const { token, state, ...rest } = link as Record<string, unknown>
      return isUnder(token) && state === 'open' && isCurrent(rest)
    }),
    staffCodes: await count('staffCodes', (code) => isUnder(code._id) && isCurrent(code)),
    recoveries: await count('recoveries', (one) => isUnder(one['code']) && isCurrent(one)),
  }
}

/** Takes the tokens of keys that are gone out of every list. */
export const dropTokens = async (documents: Documents, keys: ReadonlySet<string>, say: Say): Promise<number> => {
  const pass = { renewed: 0, busy: 0 }
  for (const [collection, fields] of Object.entries(TOKEN_LISTS))
    await rewriteAll(
      documents,
      collection,
      (document) => changedIn(document, fields, (value) => withoutTokens(value, keys)),
      pass,
      say,
    )
  return pass.renewed
}
