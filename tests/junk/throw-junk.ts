import type { Code, Functions, Reply } from '../../cloudfunctions/contract'
import type { Caller } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import { seeded, shuffled } from '../support/seeded'
import { changesSince, putBack, wholeState } from '../support/whole-state'
import { KINDS } from './kinds'
import { pathsOf, valueAt, withValue, type Path } from './paths'
import { makeSamples, type Sample, type Samples } from './samples'

interface Throw {
  fn: keyof Functions
  op: string
  sample: Sample
  /** In the request as it is sent: what is asked for stands there beside its input. */
  at: Path
  kind: string
}

/** The version of the contract that the pages send. */
const CONTRACT = 1
const requestOf = (op: string, { input }: Sample) => ({ op, input, contract: CONTRACT })

/** A call that was answered as none may be. */
export interface Wrong {
  call: string
  why: string
}

export interface Thrown {
  calls: number
  refused: number
  ops: ReadonlySet<string>
  kinds: ReadonlySet<string>
  codes: Readonly<Record<string, number>>
  wrong: readonly Wrong[]
  /** Answered later than `SLOW_MS`, three times, and than twice the same call without junk. */
  slow: readonly Wrong[]
  /** The slowest call, in milliseconds. */
  slowest: { ms: number; call: string }
}

/** No reply takes longer, in milliseconds. */
const SLOW_MS = 500

/** Where a refusal counts or notes what it refused: tries, attempts out of order, a number that another holds. */
const NOTED: { [code in Code]?: readonly string[] } = {
  LOGIN_FAILED: ['limits'],
  LOCKED: ['limits'],
  CODE_INVALID: ['limits', 'recoveries'],
  LOGIN_TAKEN: ['limits'],
  TOO_MANY: ['limits'],
  NOT_FOUND: ['limits'],
  ID_TAKEN: ['limits', 'conflicts', 'accounts'],
  NOT_APPROVED: ['attempts'],
  WAIT_NOT_OVER: ['attempts'],
}

const describeCall = ({ fn, op, at, kind }: Throw): string => `${fn} ${op} ${at.join('.') || '(all)'}: ${kind}`

/** Of each operation all combinations, in an order of the seed's. */
const plan = (fn: keyof Functions, samples: object, random: () => number): Throw[][] =>
  Object.entries(samples).map(([op, many], i) => {
    const all = (many as readonly Sample[]).flatMap((sample) => {
      const inside = pathsOf(sample.input).map((at) => ['input', ...at])
      // What every request has is looked at before it is known which operation it is: one of each function will do.
      const around = i === 0 ? [['op'], ['contract'], ['unasked'], []] : []
      return [...inside, ...around].flatMap((at) => Object.keys(KINDS).map((kind) => ({ fn, op, sample, at, kind })))
    })
    return shuffled(all, random)
  })

/** One of each in turn, until all are used up. */
const inTurn = <T>(lists: readonly T[][]): T[] => {
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
}

/** Sends it as a client does: over HTTP, as JSON. */
const send = async (
  url: string,
  fn: string,
  by: Caller | undefined,
  body: string,
): Promise<{ reply: unknown; ms: number }> => {
  const headers: Record<string, string> = by?.openid === undefined ? {} : { 'x-local-openid': by.openid }
  const started = performance.now()
  const response = await fetch(`${url}/functions/${fn}`, { method: 'POST', headers, body })
  const reply = (await response.json()) as unknown
  return { reply, ms: performance.now() - started }
}

const isReply = (reply: unknown): reply is Reply<unknown> =>
  typeof reply === 'object' &&
  reply !== null &&
  'ok' in reply &&
  (reply.ok === true ? 'value' in reply : 'error' in reply)

const failuresIn = (reply: Reply<unknown>): Code[] => {
  if (!reply.ok) return [reply.error.code]
  const { value } = reply
  const outcomes =
    typeof value === 'object' && value !== null && 'outcomes' in value ? (value.outcomes as Reply<unknown>[]) : []
  return outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]))
}

/** Those who read what others wrote, by operation. */
const readersOf = ({
  member,
  secretary,
}: Samples): { fn: keyof Functions; op: string; sample: Sample | undefined }[] => [
  { fn: 'member', op: 'account.me', sample: member['account.me'][0] },
  { fn: 'member', op: 'invite.open', sample: member['invite.open'][0] },
  { fn: 'member', op: 'draft.load', sample: member['draft.load'][0] },
  ...(
    ['desk.list', 'desk.open', 'desk.summary', 'roster.gaps', 'staff.list', 'audit.list', 'branch.list'] as const
  ).map((op) => ({ fn: 'secretary' as const, op, sample: secretary[op][0] })),
]

/** What is wrong with a reply beside the state that it left. */
const faultsOf = (reply: unknown, changed: readonly string[]): string[] => {
  if (!isReply(reply)) return [`no reply: ${JSON.stringify(reply).slice(0, 100)}`]
  if (failuresIn(reply).includes('INTERNAL')) return ['INTERNAL']
  if (reply.ok) return []
  const noted = NOTED[reply.error.code] ?? []
  const odd = changed.filter((collection) => !noted.includes(collection))
  return odd.length === 0 ? [] : [`${reply.error.code} changed ${odd.join(', ')}`]
}

/**
 * Throws junk at every operation: of the combinations of an operation's input, a place in it and a kind of junk `calls`,
 * one of each operation in turn, in an order of the seed's. Each call finds the same world: what it changed is put back.
 * What was accepted must be readable by those who read it.
 */
export const throwJunk = async (cloud: TestCloud, seed: number, calls: number): Promise<Thrown> => {
  const samples = await makeSamples(cloud)
  const readers = readersOf(samples)
  const world = wholeState(cloud)
  const random = seeded(seed)
  const all = inTurn([...plan('member', samples.member, random), ...plan('secretary', samples.secretary, random)])
  const thrown = all.slice(0, calls)
  const restore = () => putBack(cloud, changesSince(cloud, world))

  /** The shortest of three times, where the first was too long: others use the machine too. */
  const isSlow = async ({ fn, op, sample }: Throw, body: string): Promise<boolean> => {
    const shortest = async (text: string): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < 3; i += 1) {
        await restore()
        times.push((await send(cloud.url, fn, sample.by, text)).ms)
      }
      return Math.min(...times)
    }
    const ms = await shortest(body)
    return ms > SLOW_MS && ms > 2 * (await shortest(JSON.stringify(requestOf(op, sample))))
  }

  const wrong: Wrong[] = []
  const slow: Wrong[] = []
  const codes: Record<string, number> = {}
  let refused = 0
  let slowest = { ms: 0, call: '' }
  for (const one of thrown) {
    const call = describeCall(one)
    const { fn, op, sample, at, kind } = one
    const request = requestOf(op, sample)
    const junk = withValue(request, at, KINDS[kind]?.(valueAt(request, at)))
    const body = typeof junk === 'symbol' ? '' : JSON.stringify(junk)
    const { reply, ms } = await send(cloud.url, fn, sample.by, body)
    const changes = changesSince(cloud, world)
    const changed = [...new Set(changes.map(({ collection }) => collection))]
    wrong.push(...faultsOf(reply, changed).map((why) => ({ call, why })))
    if (isReply(reply)) {
      for (const code of failuresIn(reply)) codes[code] = (codes[code] ?? 0) + 1
      if (!reply.ok) refused += 1
      else if (changes.length > 0)
        for (const reader of readers) {
          const text = JSON.stringify({ op: reader.op, input: reader.sample?.input })
          const read = await send(cloud.url, reader.fn, reader.sample?.by, text)
          if (JSON.stringify(read.reply).includes('"INTERNAL"'))
            wrong.push({ call, why: `then ${reader.op}: INTERNAL` })
        }
    }
    if (ms > slowest.ms) slowest = { ms, call }
    if (ms > SLOW_MS && (await isSlow(one, body))) slow.push({ call, why: `${String(Math.round(ms))} ms` })
    if (changes.length > 0 || ms > SLOW_MS) await restore()
  }
  return {
    calls: thrown.length,
    refused,
    ops: new Set(thrown.map(({ fn, op }) => `${fn} ${op}`)),
    kinds: new Set(thrown.map(({ kind }) => kind)),
    codes,
    wrong,
    slow,
    slowest,
  }
}
