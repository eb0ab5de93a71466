import { describe, expect, it } from 'vitest'
import { createSealing, readKeys, type Key } from '../../cloudfunctions/adapters/sealing'

const key = (id: string, fill: number): Key => ({ id, secret: Buffer.alloc(32, fill) })
const place = { collection: 'accounts', id: 'one', field: 'idNumber' } as const
const sealing = createSealing([key('k2', 2), key('k1', 1)], [key('t2', 12), key('t1', 11)])
const older = createSealing([key('k1', 1)], [key('t1', 11)])

describe('sealing', () => {
  it('opens what it sealed, at the place that it was sealed for', () => {
    for (const plain of ['', '110101200106150012', '字\u{20BB7}', 'x'.repeat(20_000)])
      expect(sealing.open(sealing.seal(plain, place), place)).toBe(plain)
  })

  it.each([
    ['another document', { ...place, id: 'other' }],
    ['another field', { ...place, field: 'phone' }],
    ['another collection', { ...place, collection: 'transfers' }],
  ] as const)('opens nothing that was moved to %s', (_where, elsewhere) => {
    const sealed = sealing.seal('110101200106150012', place)
    expect(() => sealing.open(sealed, elsewhere)).toThrow()
  })

  it('opens nothing of which one bit is another', () => {
    const [id = '', body = ''] = sealing.seal('13800138000', place).split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (const at of [0, 11, 12, 27, 28, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => sealing.open(`${id}.${changed.toString('base64url')}`, place), String(at)).toThrow()
    }
    // A part of the proof is none, however little there is to prove.
    const whole = Buffer.from(sealing.seal('', place).split('.')[1] ?? '', 'base64url')
    for (const length of [12, 16, 20, 24, 27])
      expect(() => sealing.open(`k2.${whole.subarray(0, length).toString('base64url')}`, place)).toThrow()
    for (const short of ['', 'k2', 'k2.', `k2.${bytes.subarray(0, 20).toString('base64url')}`])
      expect(() => sealing.open(short, place), short).toThrow()
  })

  it('never seals twice alike, and what is sealed shows nothing of it', () => {
    const [one, two] = [sealing.seal('13800138000', place), sealing.seal('13800138000', place)]
    expect(one).not.toBe(two)
    for (const sealed of [one, two]) {
      expect(sealed).toMatch(/^k2\.[\w-]+$/u)
      expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('13800138000')
    }
  })

  it('seals under the first key and opens under each that is there, and under no other', () => {
    expect(sealing.open(older.seal('old', place), place)).toBe('old')
    expect(() => older.open(sealing.seal('new', place), place)).toThrow('sealed under a key that is not here')
  })

  it('finds by the present token and by those before, each kind of number for itself', () => {
    const tokens = sealing.tokens('idNumber', '110101200106150012')
    expect(tokens.map((token) => token.split('.')[0])).toEqual(['t2', 't1'])
    for (const token of tokens) expect(token).toMatch(/^t\d\.[\w-]{43}$/u)
    expect(older.tokens('idNumber', '110101200106150012')).toEqual([tokens[1]])
    expect(sealing.tokens('idNumber', '110101200106150012')).toEqual(tokens)
    expect(sealing.tokens('memberNumber', '110101200106150012')).not.toEqual(tokens)
    expect(sealing.tokens('idNumber', '110101200106150013')).not.toEqual(tokens)
    expect(tokens.join('')).not.toContain('110101')
  })
})

describe('keys of the deployment', () => {
  const secret = Buffer.alloc(32, 7).toString('base64')

  it('are read in order, with spaces around', () => {
    expect(readKeys('SEAL_KEYS', `b:${secret}, a:${secret}`).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no id', `:${secret}`],
    ['an id in capitals', `K1:${secret}`],
    ['an id that is too long', `${'k'.repeat(17)}:${secret}`],
    ['31 bytes', `k1:${Buffer.alloc(31).toString('base64')}`],
    ['33 bytes', `k1:${Buffer.alloc(33).toString('base64')}`],
    ['a second that is wrong', `k1:${secret},k2:short`],
    ['an end that is empty', `k1:${secret},`],
  ])('are refused where there is %s, and none of it is repeated', (_what, text) => {
    let said = ''
    try {
      readKeys('SEAL_KEYS', text)
    } catch (error) {
      said = String(error)
    }
    expect(said).toBe('Error: SEAL_KEYS must hold keys as id:base64 of 32 bytes')
  })
})
