import { describe, expect, it } from 'vitest'
import {
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'

const WHY = '手机丢失，当面核对'

describe('what runs out serves until one millisecond before its end, and no longer', () => {
  const cloud = localCloud()
  let n = 0
  const somebody = () => new Caller(cloud, `somebody-${String(++n)}`)
  const at = (end: string, offsets: readonly number[], ask: () => Promise<string>) => askedAt(cloud, end, offsets, ask)
  const around = (end: string, ask: () => Promise<string>) => at(end, [-1, 0, 1], ask)
  const invited = async (): Promise<{ student: Student; token: string; expiresAt: string }> => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    return { student, ...valueOf(await student.member('transfer.invite', { id })) }
  }

  it('a link: seven days', async () => {
    const { token, expiresAt } = await invited()
    const open = async () => codeOf(await somebody().member('invite.open', { token }))
    expect(await around(expiresAt, open)).toEqual(['ok', 'LINK_EXPIRED', 'LINK_EXPIRED'])
    expect(Date.parse(expiresAt) - cloud.clock.now()).toBeGreaterThan(-1_000)
  })

  it('a link that is checked or used by', async () => {
    for (const op of ['invite.check', 'invite.request'] as const) {
      const { student, token, expiresAt } = await invited()
      const given = { token, claimed: student.claim, organisation: '某大学团委' }
      let commands = 0
      const use = async () =>
        codeOf(await somebody().member(op, { ...given, commandId: `${op} ${String(++commands)}` }))
      const early = op === 'invite.check' ? 'ok' : 'NOT_APPROVED'
      expect(await around(expiresAt, use), op).toEqual([early, 'LINK_EXPIRED', 'LINK_EXPIRED'])
    }
  })

  // Each of these serves once: one for the last millisecond, another for the end.
  it('an invitation to a desk: 48 hours', async () => {
    const made = async () =>
      valueOf(await administrator(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'cadre' }))
    const accept = async (code: string) => codeOf(await somebody().desk('staff.accept', { code, name: '新来的' }))
    const [early, late] = [await made(), await made()]
    expect(await at(early.expiresAt, [-1], () => accept(early.code))).toEqual(['ok'])
    const { items } = valueOf(await administrator(cloud).desk('staff.invitations', { branchId: LEAGUE }))
    const takeBack = async () =>
      codeOf(await administrator(cloud).desk('staff.uninvite', { id: items.at(-1)?.id ?? '' }))
    expect(await at(late.expiresAt, [0], takeBack)).toEqual(['NOT_FOUND'])
    expect(await at(late.expiresAt, [0, 1], () => accept(late.code))).toEqual(['CODE_INVALID', 'CODE_INVALID'])
  })

  it('a recovery code: 48 hours', async () => {
    const made = async () => {
      const student = await aStudent(cloud)
      const { id } = await student.started()
      const { code, expiresAt } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: WHY }))
      const input = { login: student.person.phone, code, password: 'another password' }
      return { expiresAt, recover: async () => codeOf(await somebody().member('account.recover', input)) }
    }
    const [early, late] = [await made(), await made()]
    expect(await at(early.expiresAt, [-1], early.recover)).toEqual(['ok'])
    expect(await at(late.expiresAt, [0, 1], late.recover)).toEqual(['CODE_INVALID', 'CODE_INVALID'])
  })

  it('the wait: a request is too early one millisecond before, and in time from the instant on', async () => {
    const student = await aStudent(cloud)
    const approved = await leagueSecretary(cloud).approved(await student.started())
    const request = async () =>
      codeOf(await student.request(await student.transfer(), { ...student.claim, name: '别人' }))
    expect(await around(approved.readyAt ?? '', request)).toEqual(['WAIT_NOT_OVER', 'ok', 'ok'])
  })

  it('the wait, as the holder of a link is told', async () => {
    const { student, token } = await invited()
    const { readyAt = '' } = await leagueSecretary(cloud).approved(await student.transfer())
    const todo = async () => valueOf(await somebody().member('invite.open', { token })).todo
    expect(await around(readyAt, todo)).toEqual(['wait', 'submit', 'submit'])
  })

  it('a login that is closed: 15 minutes', async () => {
    const student = await aStudent(cloud)
    valueOf(await student.member('account.password', { username: 'boundary', password: 'correct horse battery' }))
    const guesser = somebody()
    const wrong = () => guesser.member('account.login', { login: 'boundary', password: 'wrong password' })
    for (let i = 0; i < 5; i += 1) expect(codeOf(await wrong())).toBe('LOGIN_FAILED')
    const locked = await wrong()
    const until = !locked.ok && locked.error.code === 'LOCKED' ? locked.error.detail.until : ''
    const login = async () =>
      codeOf(await guesser.member('account.login', { login: 'boundary', password: 'correct horse battery' }))
    expect(await around(until, login)).toEqual(['LOCKED', 'ok', 'ok'])
  })
})
