import { generateKeyPairSync, sign } from 'node:crypto'
import { administrator, aStudent, leagueSecretary, valueOf } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import { seeded, shuffled } from '../support/seeded'
import { changesSince, putBack, wholeState } from '../support/whole-state'
import { KINDS, NOTHING } from './kinds'
import { pathsOf, valueAt, withValue, type Path } from './paths'
import type { Wrong } from './throw-junk'

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const textOf = (junk: unknown): string =>
  junk === NOTHING ? '' : typeof junk === 'string' ? junk : JSON.stringify(junk)

/** What a request of an outside system may leave behind: its own number, and what it was about where it was answered. */
const LEFT: { [status: number]: readonly string[] } = {
  200: ['jtis', 'transfers', 'attempts', 'limits'],
  401: ['jtis'],
}
/** No reply takes longer, in milliseconds, in one of three tries. */
const SLOW_MS = 500

/** A field of the header or of what is signed, or a part of the body as it is sent. */
interface Throw {
  of: 'header' | 'payload' | 'body'
  at: Path
  kind: string
}

export interface ThrownJws {
  calls: number
  statuses: Readonly<Record<string, number>>
  wrong: readonly Wrong[]
}

/**
 * Throws junk at the function for outside systems: into each field of the header and of the payload, which are signed
 * as they then stand, and into the body and its parts. Nobody is answered 500, whoever is answered 401 leaves nothing
 * behind but a number that was used up, and none waits longer than half a second.
 */
export const throwJws = async (cloud: TestCloud, seed: number, calls: number): Promise<ThrownJws> => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const jwk = publicKey.export({ format: 'jwk' })
  const key = { code: 'jiangsu', name: '江苏', publicKey: jwk as Record<string, string> }
  const { kid } = valueOf(await administrator(cloud).desk('province.register', key))
  const { aud } = (await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { aud: string }
  const student = await aStudent(cloud)
  await leagueSecretary(cloud).approved(await student.started())
  await cloud.clock.advance('PT25H')
  const world = wholeState(cloud)

  const header = { alg: 'EdDSA', kid, typ: 'JWT', crit: ['b64'], b64: false, jwk }
  const payload = () => {
    const iat = Math.floor(cloud.clock.now() / 1000)
    const envelope = { iss: 'jiangsu', aud, iat, exp: iat + 240, jti: 'junk' }
    return { ...envelope, ...student.claim, branchSystemId: '5324992', branchName: '计通24级临时团支部' }
  }
  const { crit: _crit, b64: _b64, jwk: _jwk, ...plain } = header
  const sealed = (first: unknown, second: unknown): string => {
    const said = `${first === NOTHING ? '' : base64url(first)}.${second === NOTHING ? '' : base64url(second)}`
    return `${said}.${sign(null, Buffer.from(said), privateKey).toString('base64url')}`
  }
  const bodyOf = ({ of, at, kind }: Throw): string => {
    const junk = KINDS[kind]
    if (of === 'header') {
      // With junk in one of them the others are as they must be.
      const base =
        at.length === 0 || Object.hasOwn(plain, String(at[0]))
          ? plain
          : { ...plain, [String(at[0])]: valueAt(header, at.slice(0, 1)) }
      return sealed(withValue(base, at, junk?.(valueAt(base, at))), payload())
    }
    if (of === 'payload') return sealed(plain, withValue(payload(), at, junk?.(valueAt(payload(), at))))
    const whole = sealed(plain, payload())
    if (at.length === 0) return textOf(junk?.(whole))
    const parts = whole.split('.')
    return parts.map((part, i) => (i === at[0] ? textOf(junk?.(part)) : part)).join('.')
  }
  const send = async (body: string) => {
    const started = performance.now()
    const response = await fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body })
    await response.text()
    return { status: response.status, ms: performance.now() - started }
  }

  const all = [
    ...pathsOf(header).map((at) => ({ of: 'header' as const, at })),
    ...pathsOf(payload()).map((at) => ({ of: 'payload' as const, at })),
    ...[[], [0], [1], [2]].map((at) => ({ of: 'body' as const, at })),
  ].flatMap((place) => Object.keys(KINDS).map((kind) => ({ ...place, kind })))
  const thrown = shuffled(all, seeded(seed)).slice(0, calls)
  const wrong: Wrong[] = []
  const statuses: Record<string, number> = {}
  for (const one of thrown) {
    const call = `province ${one.of} ${one.at.join('.') || '(all)'}: ${one.kind}`
    const body = bodyOf(one)
    const { status, ms } = await send(body)
    statuses[status] = (statuses[status] ?? 0) + 1
    const restore = () => putBack(cloud, changesSince(cloud, world))
    const changed = [...new Set(changesSince(cloud, world).map(({ collection }) => collection))]
    const odd = changed.filter((collection) => !(LEFT[status] ?? []).includes(collection))
    if (status >= 500) wrong.push({ call, why: String(status) })
    if (odd.length > 0) wrong.push({ call, why: `${String(status)} changed ${odd.join(', ')}` })
    let shortest = ms
    for (let i = 0; i < 2 && shortest > SLOW_MS; i += 1) {
      await restore()
      shortest = Math.min(shortest, (await send(body)).ms)
    }
    if (shortest > SLOW_MS) wrong.push({ call, why: `${String(Math.round(shortest))} ms` })
    await restore()
  }
  return { calls: thrown.length, statuses, wrong }
}
