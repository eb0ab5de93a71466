import { randomUUID } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Functions, Reply } from '../../../cloudfunctions/contract'
import { makeSamples, type Sample } from '../../junk/samples'
import { faultsOfStored, type Stored } from '../../storm/recount'
import { administrator, aStudent, CONSENT, leagueSecretary, LEAGUE, person, valueOf } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { changesSince, putBack, wholeState, type WholeState } from '../../support/whole-state'

const WRITES = ['insertDocument', 'modifyDocument', 'removeDocument', 'commitTransaction']

/** What an outage may leave that an undisturbed call does not, beside tries that are counted twice. */
interface Leaves {
  /** The answer to the repetition once all is done: the first said nothing, and what was to be used is used up. */
  done?: string
  /** Collections with more documents, or newer versions of the same, and why. */
  more?: readonly string[]
  /** Whoever asks was never told it: it is free for everybody again when it runs out. */
  because?: string
}

const NOTED = 'it is noted before it is done, so that nothing is done unnoted: asked twice, it is noted twice'

/** Every operation that writes more than once, as the local cloud saw it. */
const MANY: Readonly<Record<string, Leaves>> = {
  'account.register': { done: 'ALREADY_REGISTERED' },
  'account.amend': { more: ['accounts'], because: 'the same fields once more are another version of the account' },
  'account.login': {},
  'account.password': {},
  'account.recover': { done: 'CODE_INVALID' },
  'account.unbind': { done: 'NOT_REGISTERED' },
  'account.erase': { done: 'NOT_REGISTERED' },
  'draft.save': {},
  'transfer.precheck': {},
  'desk.decide': {},
  'desk.recoveryCode': { more: ['audit'], because: NOTED },
  'desk.release': { done: 'NOT_FOUND' },
  'roster.import': {},
  'roster.undo': {
    done: 'NOT_FOUND',
    more: ['audit', 'branches'],
    because: `${NOTED}; the size of the roster is counted by the next run of the timer`,
  },
  'roster.remove': {
    more: ['audit', 'branches'],
    because: `${NOTED}; the size of the roster is counted by the next run of the timer`,
  },
  'branch.save': { more: ['audit'], because: NOTED },
  'branch.create': { done: 'BAD_INPUT', more: ['audit'], because: `${NOTED}; the name is taken by what was made` },
  'branch.close': { more: ['audit'], because: NOTED },
  'staff.invite': {
    more: ['audit', 'staffCodes'],
    because: `${NOTED}; a code that nobody was told stands among the invitations, and ends with them`,
  },
  'staff.accept': { done: 'CODE_INVALID' },
  'staff.grant': { more: ['audit', 'rights'], because: 'the same right is granted once more' },
  'staff.remove': { done: 'NOT_FOUND' },
  'staff.uninvite': { done: 'NOT_FOUND', more: ['audit'], because: NOTED },
  'province.register': { more: ['audit'], because: 'the same key is registered once more' },
  'province.revoke': { more: ['audit'], because: 'the same key is revoked once more' },
  'province request': {
    more: ['jtis', 'transfers'],
    because: 'whoever asks again signs again, and a second match confirms the first (contract.md)',
  },
  'the timer': { more: ['deployment', 'figures'], because: 'it writes down when it ran' },
}

/** A document as it is whoever made it and whenever: ids, sealed values, tokens and instants are other ones each time. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, one: unknown) => {
    if (key === 'answeredAfter' || (typeof one === 'number' && one > 1e12)) return '#time'
    if (typeof one !== 'string') return one
    return one.replace(/[\w-]{22,}(?:\.[\w-]{22,})*/gu, '#random').replace(/\d{8,}/gu, '#digits')
  })

type Documents = Readonly<Record<string, readonly string[]>>

/** Collections in which something is other than it was left undisturbed; tries are counted twice where they were made twice. */
const otherIn = (undisturbed: Documents, now: Documents): string[] =>
  Object.keys({ ...undisturbed, ...now }).filter(
    (name) => name !== 'limits' && JSON.stringify(undisturbed[name] ?? []) !== JSON.stringify(now[name] ?? []),
  )

describe('an outage at any of the writes of an operation', () => {
  const cloud = localCloud()
  beforeAll(() => {
    vi.spyOn(console, 'error').mockReturnValue()
  })
  afterAll(() => {
    vi.restoreAllMocks()
  })

  const settled = async () => {
    for (let seen = -1; seen !== cloud.metrics.requests.length;) {
      seen = cloud.metrics.requests.length
      await new Promise((resolve) => setTimeout(resolve, 8))
    }
  }
  const documentsNow = (): Documents =>
    Object.fromEntries(
      [...wholeState(cloud)].map(([name, documents]) => [
        name,
        [...documents.values()].map(({ document }) => canonical(document)).sort(),
      ]),
    )
  const storedNow = (): Stored => {
    const all: unknown = Object.fromEntries(
      [...wholeState(cloud)].map(([name, documents]) => [name, [...documents.values()].map((one) => one.document)]),
    )
    return all as Stored
  }
  /** What of a reply, or of the first of many outcomes in it, is told. */
  const codeIn = (reply: Reply<unknown>): string => {
    if (!reply.ok) return reply.error.code
    const { outcomes } = (reply.value ?? {}) as {
      outcomes?: readonly ({ ok: true } | { ok: false; error: { code: string } })[]
    }
    return outcomes?.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]))[0] ?? 'ok'
  }

  /** Strikes each write of a deed, before it and after it, asks again, and says what is other than undisturbed. */
  const strikeEach = async (world: WholeState, name: string, run: () => Promise<Reply<unknown>>) => {
    const restore = async () => {
      await settled()
      await putBack(cloud, changesSince(cloud, world))
    }
    cloud.metrics.reset()
    await run()
    await settled()
    const writes = cloud.metrics.requests
      .map(({ action, collection }) => ({ action: action.replace('database.', ''), collection }))
      // Of the figures every day is written in the same way.
      .filter(({ action, collection }) => WRITES.includes(action) && collection !== 'figures')
    const undisturbed = documentsNow()
    await restore()
    const wrong: string[] = []
    if (writes.length < 2) return { writes: writes.length, wrong }
    const { done, more = [] } = MANY[name] ?? {}
    for (const [k, { action, collection }] of writes.entries())
      for (const kind of ['errorBefore', 'errorAfter'] as const) {
        const where = `${name}, ${kind} of write ${String(k + 1)}, ${action} ${collection ?? ''}`
        const same = writes.slice(0, k).filter((one) => one.action === action && one.collection === collection)
        const at = collection === null ? {} : { collection }
        cloud.fault({ kind, action: `database.${action}`, skip: same.length, ...at })
        const first = codeIn(await run())
        cloud.clearFaults()
        await settled()
        if (!['INTERNAL', 'TRY_AGAIN', 'ok'].includes(first)) wrong.push(`${where}: ${first}`)
        wrong.push(...faultsOfStored(storedNow()).map((why) => `${where}: ${why}`))
        const again = codeIn(await run())
        await settled()
        if (again !== 'ok' && again !== done) wrong.push(`${where}: ${first}, and again ${again}`)
        const other = otherIn(undisturbed, documentsNow()).filter((one) => !more.includes(one))
        if (other.length > 0)
          wrong.push(`${where}: ${first}, again ${again}: ${other.join(', ')} other than undisturbed`)
        wrong.push(...faultsOfStored(storedNow()).map((why) => `${where}, again: ${why}`))
        await restore()
      }
    return { writes: writes.length, wrong }
  }

  it.each(['member', 'secretary'] satisfies (keyof Functions)[])(
    'is healed by asking %s again: the same is there as without it, and nothing half done',
    async (fn) => {
      await cloud.reset()
      const samples = await makeSamples(cloud)
      await cloud.clock.tick()
      const world = wholeState(cloud)
      const many = new Set<string>()
      const wrong: string[] = []
      const operations = Object.entries(samples[fn]) as [string, readonly Sample[]][]
      for (const [op, calls] of operations)
        for (const { by, input } of calls) {
          const struck = await strikeEach(world, op, () => by.call(fn, op, input))
          if (struck.writes > 1) many.add(op)
          wrong.push(...struck.wrong)
        }
      expect(wrong).toEqual([])
      // An operation that writes more than once for the first time is looked at here before it is deployed.
      const known = Object.keys(MANY).filter((name) => operations.some(([op]) => op === name))
      expect([...many].sort()).toEqual(known.sort())
    },
  )

  it('in a request of an outside system, or a run of the timer, is healed by the next', async () => {
    await cloud.reset()
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const key = { code: 'hebei', name: '河北', publicKey: await exportJWK(publicKey) }
    const { kid } = valueOf(await administrator(cloud).desk('province.register', key))
    const { aud } = (await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { aud: string }
    const student = await aStudent(cloud)
    await leagueSecretary(cloud).approved(await student.started())
    const rows = [person(901), person(902)].map(({ name, idNumber }) => ({ name, idNumber }))
    valueOf(await leagueSecretary(cloud).desk('roster.import', { branchId: LEAGUE, importId: 'import', rows }))
    await cloud.clock.advance('PT25H')
    const request = async (): Promise<Reply<unknown>> => {
      const iat = Math.floor(cloud.clock.now() / 1000)
      const envelope = { iss: 'hebei', aud, iat, exp: iat + 240, jti: randomUUID().replaceAll('-', '') }
      const body = await new CompactSign(
        Buffer.from(JSON.stringify({ ...envelope, ...student.claim, branchSystemId: '5324992' })),
      )
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .sign(privateKey)
      const { status } = await fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body })
      return status === 200
        ? { ok: true, value: {} }
        : { ok: false, error: { code: 'INTERNAL', detail: { traceId: '' } } }
    }
    const asked = await strikeEach(wholeState(cloud), 'province request', request)
    expect(asked.wrong).toEqual([])
    expect(asked.writes).toBeGreaterThan(1)

    // A match that nobody confirms is no end: the withdrawn one goes, with its row, and what has run out.
    const gone = await aStudent(cloud)
    valueOf(await gone.act(await gone.started(), { action: 'withdraw' }))
    valueOf(await gone.member('draft.save', { form: 'register', data: { name: '测试' }, consent: CONSENT }))
    cloud.clock.pass(89 * 86_400_000)
    await cloud.clock.tick()
    cloud.clock.pass(2 * 86_400_000)
    const tick = async (): Promise<Reply<unknown>> => {
      await cloud.clock.tick()
      return { ok: true, value: {} }
    }
    const ran = await strikeEach(wholeState(cloud), 'the timer', tick)
    expect(ran.wrong).toEqual([])
    expect(ran.writes).toBeGreaterThan(3)
  })

  it('between rows that go and their number is counted right by the next run of the timer', async () => {
    await cloud.reset()
    const desk = leagueSecretary(cloud)
    const sizeOf = () => {
      const branch = documentsOf(cloud, 'branches').find(({ _id }) => _id === LEAGUE)
      return branch?.['rosterSize']
    }
    const rows = [person(911), person(912)].map(({ name, idNumber }) => ({ name, idNumber }))
    valueOf(await desk.desk('roster.import', { branchId: LEAGUE, importId: 'wrong', rows }))
    expect(sizeOf()).toBe(2)
    cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', collection: 'branches' })
    expect(codeIn(await desk.desk('roster.undo', { importId: 'wrong', why: '导错了' }))).toBe('INTERNAL')
    expect(documentsOf(cloud, 'roster')).toEqual([])
    await cloud.clock.tick()
    expect(sizeOf()).toBe(0)
  })
})
