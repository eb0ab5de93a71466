import { afterEach, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../../cloudfunctions/app/call/serve'
import { Closed } from '../../../cloudfunctions/app/store/ports'
import { aStudent, codeOf, LEAGUE, leagueSecretary } from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
afterEach(() => {
  cloud.clearFaults()
  vi.restoreAllMocks()
})

describe('the contract that the pages were built for', () => {
  const asked = async (contract: unknown): Promise<string> => {
    const body = JSON.stringify({ op: 'account.me', contract })
    const reply = await fetch(`${cloud.url}/functions/member`, { method: 'POST', body })
    return codeOf((await reply.json()) as Parameters<typeof codeOf>[0])
  }

  it.each([1, 2, '1', '2', undefined])('%j is served', async (contract) => {
    expect(await asked(contract)).toBe('NO_IDENTITY')
  })

  it.each([0, 0.9, '0', '', 'one', null, true, [1], {}])('%j is none of today', async (contract) => {
    expect(await asked(contract)).toBe('TOO_OLD')
  })
})

describe('the input of a call', () => {
  it('is never a list, which to a schema is an object without fields', async () => {
    const student = await aStudent(cloud)
    const error = { code: 'BAD_INPUT', detail: { fields: [{ path: '', rule: 'type' }] } }
    expect(await student.call('member', 'account.me', [])).toEqual({ ok: false, error })
  })
})

describe('a fault', () => {
  const told = (error: unknown) => {
    const printed: string[] = []
    vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
    const failure = failureOf(error, { traceId: 'trace' }, 'account.me')
    return { failure, lines: printed.map((line) => JSON.parse(line) as Record<string, unknown>) }
  }

  it('of a database that is closed until then says so, and is none in the log', () => {
    const until = Date.parse('2031-03-04T10:00:00Z')
    const failure = { code: 'TRY_AGAIN', detail: { until: '2031-03-04T10:00:00.000Z' } }
    expect(told(new Closed(until))).toEqual({ failure, lines: [] })
  })

  it('leaves nothing in the log but its kind, its place and a code in letters', () => {
    const document = { name: '测试甲' }
    const error = Object.assign(new Error('looked at 测试甲'), { code: document })
    const { failure, lines } = told(error)
    expect(failure).toEqual({ code: 'INTERNAL', detail: { traceId: 'trace' } })
    expect(lines).toMatchObject([{ fault: 'account.me', kind: 'Error', traceId: 'trace' }])
    expect(JSON.stringify(lines)).not.toContain(document.name)
    expect(told('测试甲').lines).toEqual([{ fault: 'account.me', kind: 'string', traceId: 'trace' }])
  })

  it('is told by an id that stands in the log, with where it happened and nothing of what was asked', async () => {
    const printed: string[] = []
    vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
    const student = await aStudent(cloud)
    cloud.fault({ kind: 'errorBefore', action: 'database.getDocument', collection: 'wechats' })
    const reply = await student.member('account.me', {})
    expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(printed).toHaveLength(1)
    const line = JSON.parse(printed[0] ?? '{}') as Record<string, unknown>
    expect(Object.keys(line).sort()).toEqual(['at', 'code', 'fault', 'kind', 'traceId'])
    expect(line).toMatchObject({ fault: 'account.me', kind: 'Error', code: 'DATABASE_REQUEST_FAILED' })
    expect(reply).toEqual({ ok: false, error: { code: 'INTERNAL', detail: { traceId: line['traceId'] } } })
    const at = line['at'] as string[]
    expect(at.length).toBeGreaterThan(0)
    expect(at.length).toBeLessThanOrEqual(6)
    for (const frame of at) expect(frame).toMatch(/^at /u)
    expect(printed[0]).not.toContain(student.openid)
  })
})

describe('of everything', () => {
  it('a branch’s own are read at the branch, those of no branch by the administrator alone', async () => {
    const desk = leagueSecretary(cloud)
    expect(codeOf(await desk.desk('staff.list', { branchId: '*' }))).toBe('NOT_YOURS')
    expect(codeOf(await desk.desk('staff.list', { branchId: LEAGUE }))).toBe('ok')
    expect(codeOf(await desk.desk('desk.conflicts', { branchId: '*' }))).toBe('NOT_YOURS')
    const student = await aStudent(cloud)
    expect(codeOf(await student.desk('audit.list', { branchId: '*' }))).toBe('NOT_STAFF')
  })
})
