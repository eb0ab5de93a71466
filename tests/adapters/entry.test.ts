import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Documents } from '../../cloudfunctions/adapters/cloudbase/documents'
import { functionFor, openCall } from '../../cloudfunctions/adapters/function'
import { metered, resultOf } from '../../cloudfunctions/adapters/logging'
import { accepted } from '../../cloudfunctions/domain/reply'
import { localStore } from '../support/file-cloud'

const { cloud, documents: plain } = localStore()
beforeEach(() => cloud.empty())

describe('a function', () => {
  const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  const NAMES = ['SEAL_KEYS', 'TOKEN_KEYS', 'REMINDER_TEMPLATES']
  const templates = { nudge: { id: 'x', fields: {} } }
  afterAll(() => {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name)
  })

  it('says which of its keys is missing', async () => {
    // An instance that nobody has called yet: what it opens it keeps.
    vi.resetModules()
    const { openCall } = await import('../../cloudfunctions/adapters/function')
    for (const name of NAMES) Reflect.deleteProperty(process.env, name)
    expect(() => openCall('member', {})).toThrow('SEAL_KEYS must hold keys')
    process.env['SEAL_KEYS'] = key
    expect(() => openCall('member', {})).toThrow('TOKEN_KEYS must hold keys')
    process.env['TOKEN_KEYS'] = key
    process.env['REMINDER_TEMPLATES'] = JSON.stringify(templates)
    expect(openCall('member', {}).context.templates).toEqual(templates)
  })

  it('numbers its calls as the platform does, and by itself where it does not', () => {
    expect(openCall('member', { request_id: 'r' }).context.traceId).toBe('r')
    const own = openCall('member', {}).context.traceId
    expect(own).toMatch(/^[\da-f]{32}$/u)
    expect(openCall('member', undefined).context.traceId).not.toBe(own)
  })

  it('starts nothing new in bulk after seven tenths of its time', () => {
    const { now, deadline } = openCall('member', { time_limit_in_ms: 20_000 }).context
    expect(deadline - now).toBe(14_000)
  })

  it('answers whatever it is sent, and repeats in the log nothing that is no operation of its own', async () => {
    const main = functionFor('member', { 'a.b': { run: () => Promise.resolve(accepted('done')) } })
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const sent: [event: unknown, op: string | null, code: string][] = [
      [{ op: 'a.b' }, 'a.b', 'ok'],
      [{ op: 'b.a' }, null, 'UNKNOWN_OP'],
      [{ op: 'toString' }, null, 'UNKNOWN_OP'],
      [{ op: ['a.b'] }, null, 'BAD_INPUT'],
      ...[{}, null, undefined, 'a.b', 5].map((event): [unknown, null, string] => [event, null, 'BAD_INPUT']),
    ]
    for (const [event] of sent) await main(event, { request_id: 'r' })
    const lines = said.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
    said.mockRestore()
    expect(lines.map(({ op, code }) => [op, code])).toEqual(sent.map(([, op, code]) => [op, code]))
    for (const { call, traceId, requests } of lines) expect([call, traceId, requests]).toEqual(['member', 'r', 0])
  })
})

describe('what a call has asked', () => {
  const ASKS: [what: string, ask: (documents: Documents) => Promise<unknown>, requests: number, answer: unknown][] = [
    ['addAll', (documents) => documents.addAll('rights', [{ _id: 'a', n: 1 }, { _id: 'b' }]), 1, true],
    ['add', (documents) => documents.add('rights', { _id: 'c' }), 1, true],
    ['put', (documents) => documents.put('rights', { _id: 'd' }), 1, undefined],
    ['update', (documents) => documents.update('rights', { _id: 'a' }, { n: documents.command.inc(1) }), 1, 1],
    ['get', (documents) => documents.get('rights', 'a'), 1, { _id: 'a', n: 2 }],
    ['find', (documents) => documents.find('rights', { _id: 'a' }), 1, [{ _id: 'a', n: 2 }]],
    ['count', (documents) => documents.count('rights', { _id: 'a' }), 1, 1],
    ['join', (documents) => documents.join('rights', { _id: 'a' }, [], 1), 1, [{ _id: 'a', n: 2 }]],
    ['group', (documents) => documents.group('rights', { _id: 'a' }, [{ _id: '$n' }], 1), 1, [{ _id: 2 }]],
    ['remove', (documents) => documents.remove('rights', { _id: 'd' }), 1, 1],
    [
      'a transaction',
      (documents) =>
        documents.transaction(async (tx) => {
          await tx.add('rights', { _id: 'e' })
          await tx.put('rights', { _id: 'f' })
          await tx.remove('rights', 'a')
          return tx.get('rights', 'f')
        }),
      6,
      { _id: 'f' },
    ],
  ]

  it('is counted by what the database saw, and answered as by it', async () => {
    const { documents, asked, reset } = metered(plain)
    for (const [what, ask, requests, answer] of ASKS) {
      cloud.metrics.reset()
      expect(await ask(documents), what).toEqual(answer)
      expect(asked, what).toEqual({ requests, rounds: requests })
      expect(cloud.metrics.requests, what).toHaveLength(requests)
      expect(reset(), what).toBe(true)
    }
    expect(await plain.get('rights', 'a')).toBeNull()
  })

  it('at once is one round, and what nobody waited for leaves the counting to this call', async () => {
    const { documents, asked, reset } = metered(plain)
    await Promise.all([documents.get('rights', 'a'), documents.get('rights', 'b')])
    await documents.get('rights', 'c')
    expect(asked).toEqual({ requests: 3, rounds: 2 })
    const late = documents.get('rights', 'a')
    expect(reset()).toBe(false)
    expect(asked).toEqual({ requests: 0, rounds: 0 })
    await late
    expect(reset()).toBe(true)
    cloud.fault({ kind: 'errorBefore', code: 'DATABASE_PERMISSION_DENIED' })
    await expect(documents.get('rights', 'a')).rejects.toThrow()
    expect(reset()).toBe(true)
  })
})

describe('what became of a call', () => {
  it('is told of its items where it is a list of outcomes, else by one code', () => {
    for (const value of ['text', 5, null, undefined, {}, [], { outcomes: 3 }, { outcomes: null }, { outcomes: [] }])
      expect(resultOf(accepted(value)), JSON.stringify(value)).toEqual({ code: 'ok' })
  })
})
