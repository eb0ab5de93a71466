/** Where tokens lie in a collection: in these fields, at whatever depth, and in the id. */
interface TokenPlaces {
  fields: readonly string[]
  id?: true
}

/**
 * The tokens that `npm run reseal -- --tokens` makes anew: those of values that are kept, sealed or plain. With
 * `BOUND_TOKENS` these are all, and a test compares them with the records.
 */
export const TOKEN_FIELDS: Readonly<Record<string, TokenPlaces>> = {
  accounts: { fields: ['idToken', 'phoneToken', 'numberToken'] },
  holders: { fields: [], id: true },
  logins: { fields: [], id: true },
  digests: { fields: [], id: true },
  transfers: { fields: ['idToken'] },
  conflicts: { fields: ['claimant', 'idToken'] },
  recoveries: { fields: ['logins'] },
  roster: { fields: ['idTokens', 'last6Tokens', 'finders', 'history'] },
}

/** Tokens of what is not kept anywhere: they stay under the key that made them, and what becomes of them without it. */
export const BOUND_TOKENS: Readonly<Record<string, string>> = {
  'transfers.link.token': '已经发出的链接打不开，请本人重新生成',
  'transfers.linkTokens': '被换掉的旧链接显示“没有找到”，不再显示“已失效”',
  'staffCodes._id': '还没有用的工作人员邀请码作废，请重新邀请',
  'recoveries.code': '还没有用的恢复码作废，请重新发',
  'roster.importKeys': '以前导入的名单不能再撤销',
  'roster.history.key': '以前导入的名单不能再撤销',
}

/** Lists whose tokens under a key that is gone are taken out: nothing finds them any more. */
export const TOKEN_LISTS: Readonly<Record<string, readonly string[]>> = {
  transfers: ['linkTokens'],
  recoveries: ['logins'],
  roster: ['idTokens', 'last6Tokens', 'finders', 'history', 'importKeys'],
}

const TOKEN = /^([a-z0-9]{1,16})\.[\w-]{43}$/u
/** The same inside a longer id. */
const TOKEN_IN_ID = /(?:^|(?<=:))[a-z0-9]{1,16}\.[\w-]{43}$/u

/** Under which key a token was made; undefined for what is none. */
export const tokenKeyOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? TOKEN.exec(value)?.[1] : undefined

type Anew = ReadonlyMap<string, string>

/** A value with every token that is known put under the current key. */
export const withTokensAnew = (value: unknown, anew: Anew): unknown => {
  if (typeof value === 'string') return anew.get(value) ?? value
  if (Array.isArray(value)) return [...new Set(value.map((one) => withTokensAnew(one, anew)))]
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTokensAnew(inner, anew)]))
}

/** An id whose token is put under the current key; the same where it has none that is known. */
export const idAnew = (id: string, anew: Anew): string => id.replace(TOKEN_IN_ID, (token) => anew.get(token) ?? token)

/** A value whose lists hold no token under these keys. */
export const withoutTokens = (value: unknown, keys: ReadonlySet<string>): unknown => {
  if (Array.isArray(value))
    return value.filter((one) => !keys.has(tokenKeyOf(one) ?? '')).map((one) => withoutTokens(one, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTokens(inner, keys)]))
}
