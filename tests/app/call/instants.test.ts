import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  aCommandId,
  addBranch,
  administrator,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  person,
  setBranch,
  valueOf,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Beijing keeps one time all year. */
const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)
const dayOf = (instant: number): string => new Date(instant + 8 * HOUR).toISOString().slice(0, 10)

/** What has its own file: links, codes, the wait and logins (`transfer/boundaries`), the undoing (`transfer/undo-details`). */
describe('every other limit of time holds to the millisecond', () => {
  const cloud = localCloud()
  let n = 0
  const somebody = () => new Caller(cloud, `somebody-${String(++n)}`)
  const around = (end: string | number, ask: () => Promise<string>) => askedAt(cloud, end, [-1, 0, 1], ask)
  const desk = () => leagueSecretary(cloud)

  it('a window opens with its first day in Beijing, and closes with its last', async () => {
    const today = dayOf(cloud.clock.now())
    const opensOn = dayOf(startOfDay(today) + 2 * DAY)
    const closesOn = dayOf(startOfDay(today) + 4 * DAY)
    const branchId = addBranch(cloud, 'with-a-window', { opensOn, closesOn })
    const ask = async () => codeOf(await (await aStudent(cloud)).start({ branchId }))
    expect(await around(startOfDay(opensOn), ask)).toEqual(['WINDOW_CLOSED', 'ok', 'ok'])
    expect(await around(startOfDay(closesOn) + DAY, ask)).toEqual(['ok', 'WINDOW_CLOSED', 'WINDOW_CLOSED'])
  })

  it('a letter is valid through its last day in Beijing', async () => {
    const issuedOn = dayOf(cloud.clock.now())
    const announce = async () => {
      const student = await aStudent(cloud, { party: 'full' })
      const transfer = await student.started({ kind: 'party' })
      const letter = { issuedOn, validDays: 30 }
      const said = { action: 'announce', channel: 'paper', letter, prepared: ['file', 'letterToCounsellor'] } as const
      return codeOf(await student.act(transfer, { ...said, prepared: [...said.prepared] }))
    }
    const end = startOfDay(issuedOn) + 31 * DAY
    expect(await around(end, announce)).toEqual(['ok', 'LETTER_EXPIRED', 'LETTER_EXPIRED'])
  })

  it('a draft is there for 30 days', async () => {
    const who = somebody()
    const data = { name: '张' }
    const { savedAt } = valueOf(await who.member('draft.save', { form: 'register', data, consent: CONSENT }))
    const load = async () => JSON.stringify(valueOf(await who.member('draft.load', { form: 'register' })).data)
    const kept = JSON.stringify(data)
    expect(await around(Date.parse(savedAt) + 30 * DAY, load)).toEqual([kept, 'null', 'null'])
  })

  it('a part of a file waits an hour for the others', async () => {
    const text = Buffer.from('姓名\t学号\n测试甲\t20240001\n')
    const send = async (id: string, part: 1 | 2) => {
      const base64 = text.subarray(part === 1 ? 0 : 10, part === 1 ? 10 : undefined).toString('base64')
      const input = { fileName: '粘贴.tsv', base64, upload: { id, part, parts: 2 } }
      return 'rows' in valueOf(await desk().desk('roster.read', input)) ? 'read' : 'waits'
    }
    const answers: string[] = []
    for (const offset of [-1, 0, 1]) {
      const id = `upload${String(offset + 1)}`
      let sentAt = 0
      await askedAt(cloud, cloud.clock.now(), [0], async () => {
        sentAt = cloud.clock.now()
        return send(id, 1)
      })
      answers.push(...(await askedAt(cloud, sentAt + HOUR, [offset], () => send(id, 2))))
    }
    expect(answers).toEqual(['read', 'waits', 'waits'])
  })

  it('three a day of taken numbers are counted until midnight in Beijing', async () => {
    const holder = await aStudent(cloud)
    const who = somebody()
    const claim = async () => codeOf(await who.register({ ...holder.person, name: '另一人', phone: '19800010001' }))
    const midnight = startOfDay(dayOf(cloud.clock.now())) + DAY
    expect(await askedAt(cloud, midnight, [-4, -3, -2, -1, 0], claim)).toEqual([
      'ID_TAKEN',
      'ID_TAKEN',
      'ID_TAKEN',
      'TOO_MANY',
      'ID_TAKEN',
    ])
  })

  it('twenty failed tries an hour are counted for an hour', async () => {
    const who = somebody()
    const guess = async () => codeOf(await who.member('invite.open', { token: `token-${String(++n)}` }))
    const first = cloud.clock.now() + 1_000
    const tries = Array.from({ length: 20 }, () => 0)
    expect(await askedAt(cloud, first, tries, guess)).not.toContain('TOO_MANY')
    expect(await around(first + HOUR, guess)).toEqual(['TOO_MANY', 'NOT_FOUND', 'NOT_FOUND'])
  })

  it('a person is reminded by the branch again after twelve hours', async () => {
    const student = await aStudent(cloud)
    const returned = await desk().returned(await student.started())
    const allow = async () => {
      await fetch(`${cloud.url}/local/subscribe`, {
        method: 'POST',
        headers: { 'x-local-openid': student.openid ?? '' },
        body: JSON.stringify({ templates: ['local-template-nudge'] }),
      })
      valueOf(await student.member('reminder.allow', { id: returned.id, kinds: ['nudge'] }))
    }
    const remind = async () => {
      const { reached, unreached } = valueOf(await desk().desk('desk.remind', { ids: [returned.id] }))
      return reached.length === 1 ? 'reached' : (unreached[0]?.why ?? '')
    }
    await allow()
    const at = cloud.clock.now() + 1_000
    expect(await askedAt(cloud, at, [0], remind)).toEqual(['reached'])
    await cloud.clock.tick()
    await allow()
    expect(await askedAt(cloud, at + 12 * HOUR, [-1, 0], remind)).toEqual(['lately', 'reached'])
  })

  it('a signed request is taken until its end, at most five minutes and one of skew ahead, and once', async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const key = { code: 'hebei', name: '河北', publicKey: await exportJWK(publicKey) }
    const { kid } = valueOf(await administrator(cloud).desk('province.register', key))
    const { aud } = (await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { aud: string }
    const second = Math.ceil(cloud.clock.now() / 1000) + 60
    const ask = async (iat: number, exp: number, jti = `request-${String(++n)}`) => {
      const { name, idNumber } = person(950)
      const payload = { iss: 'hebei', aud, iat, exp, jti, name, idNumber, branchSystemId: '5324992' }
      const body = await new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .sign(privateKey)
      return String((await fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body })).status)
    }
    const around1000 = (at: number, each: () => Promise<string>) => around(at * 1000, each)
    expect(await around1000(second, () => ask(second - 100, second))).toEqual(['200', '401', '401'])
    const later = second + 1_000
    expect(await around1000(later, () => ask(later, later + 300))).toEqual(['401', '200', '200'])
    const ahead = later + 1_000
    expect(await around1000(ahead, () => ask(ahead + 60, ahead + 200))).toEqual(['401', '200', '200'])
    const once = ahead + 1_000
    expect(await askedAt(cloud, once * 1000, [0, 1, 199_999], () => ask(once, once + 200, 'the-same'))).toEqual([
      '200',
      '401',
      '401',
    ])
    // Kept as long as it could be sent again: the timer does not forget it before its end.
    await cloud.clock.tick()
    expect(await ask(once, once + 200, 'the-same')).toBe('401')
  })

  it('what ended is kept for the days of the branch, and what was tried on a number for ninety', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 10 })
    const student = await aStudent(cloud)
    const claimant = somebody()
    const withdrawn = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    const name = async () => {
      await cloud.clock.tick()
      return valueOf(await desk().desk('desk.open', { id: withdrawn.id })).name
    }
    const kept = student.person.name
    expect(await around(Date.parse(withdrawn.since) + 10 * DAY, name)).toEqual([kept, kept, ''])

    const holder = await aStudent(cloud)
    await holder.started({ commandId: aCommandId() })
    let triedAt = 0
    await askedAt(cloud, cloud.clock.now() + 1_000, [0], async () => {
      triedAt = cloud.clock.now()
      return codeOf(await claimant.register({ ...holder.person, name: '另一人', phone: '19800010002' }))
    })
    const seen = async () => {
      await cloud.clock.tick()
      return String(valueOf(await desk().desk('desk.conflicts', { branchId: LEAGUE })).items.length)
    }
    const [before, at, after] = await around(triedAt + 90 * DAY, seen)
    expect([before, at, Number(before) - Number(after)]).toEqual([before, before, 1])
  })
})
