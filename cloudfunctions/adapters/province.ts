import * as v from 'valibot'
import { provinceRequest, ProvinceClaims } from '../app/province/request'
import type { Signatures } from '../app/store/ports'
import type { Context } from '../app/call/context'
import type { ProvinceReply } from '../contract'

/** What the HTTP access service hands in. */
const HttpEvent = v.looseObject({
  path: v.string(),
  httpMethod: v.string(),
  body: v.nullish(v.string(), ''),
  /** A boolean in the documentation's example, 'true or false' in its words. */
  isBase64Encoded: v.fallback(
    v.pipe(
      v.union([v.boolean(), v.string()]),
      v.transform((said) => said === true || said === 'true'),
    ),
    false,
  ),
})
export interface HttpReply {
  statusCode: number
  headers: Record<string, string>
  body: string
}

/** A request that was answered: the reply, which route it was, and what became of it. */
export interface Served {
  http: HttpReply
  op: 'requests' | 'keys' | null
  code: string
}

/** `iat` may lie this far ahead of our clock, in seconds. */
const SKEW = 60
/** `exp` is at most five minutes after now (contract.md), in seconds. */
const LONGEST = 300

const Envelope = v.object({
  iss: v.string(),
  aud: v.string(),
  iat: v.number(),
  exp: v.number(),
  jti: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
})

const json = (statusCode: number, body: unknown): HttpReply => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
})
/** Says nothing of what was wrong, nor of any member. */
const UNAUTHORISED: Served = { http: json(401, { error: 'unauthorised' }), op: 'requests', code: 'UNAUTHORISED' }

const UNKNOWN: Served = { http: json(404, { error: 'not found' }), op: null, code: 'NOT_FOUND' }

/** Whether the envelope is for us, in time, and not seen before; its `jti` is used up by asking. */
const isFresh = async (
  context: Context,
  envelope: v.InferOutput<typeof Envelope>,
  audience: string,
): Promise<boolean> => {
  const now = context.now / 1000
  const { iss, aud, iat, exp, jti } = envelope
  if (aud !== audience || iat > now + SKEW || exp <= now || exp > now + LONGEST || exp - iat > LONGEST + SKEW)
    return false
  return context.store.useJti(`${iss}:${jti}`, exp * 1000)
}

const request = async (context: Context, signatures: Signatures, body: string, audience: string): Promise<Served> => {
  const keyOf = async (issuer: string, kid: string) => {
    const key = await context.store.provinceKey(issuer, kid)
    return key === null || key.revokedAt !== null ? undefined : key.jwk
  }
  const payload = await signatures.verify(body.trim(), keyOf)
  const envelope = v.safeParse(Envelope, payload)
  if (!envelope.success) return UNAUTHORISED
  if (!(await isFresh(context, envelope.output, audience))) return UNAUTHORISED
  const { iss, jti } = envelope.output
  const claims = v.safeParse(ProvinceClaims, payload)
  const outcome: ProvinceReply = claims.success
    ? await provinceRequest(context, iss, jti, claims.output)
    : { outcome: 'failed', code: 'BAD_INPUT' }
  const reply = { iss: audience, aud: iss, iat: Math.floor(context.now / 1000), jti, ...outcome }
  const http = {
    statusCode: 200,
    headers: { 'content-type': 'application/jose', 'cache-control': 'no-store' },
    body: await signatures.sign(reply),
  }
  return { http, op: 'requests', code: outcome.code ?? 'ok' }
}

/** `POST /requests` and `GET /keys`, bare or under the path that the HTTP access service leads to; nothing else is there. */
export const serveProvince = async (
  context: Context,
  signatures: Signatures,
  event: unknown,
  audience: string,
  prefix: string,
): Promise<Served> => {
  const http = v.safeParse(HttpEvent, event)
  if (!http.success) return UNKNOWN
  const { httpMethod, isBase64Encoded, body } = http.output
  // Whether the service takes its own path off is documented nowhere.
  const path = http.output.path.startsWith(`${prefix}/`) ? http.output.path.slice(prefix.length) : http.output.path
  if (httpMethod === 'GET' && path === '/keys')
    return { http: json(200, { keys: signatures.ownKeys(), aud: audience }), op: 'keys', code: 'ok' }
  if (httpMethod === 'POST' && path === '/requests')
    return request(context, signatures, isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body, audience)
  return UNKNOWN
}
