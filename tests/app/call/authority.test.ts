import { beforeEach, describe, expect, it } from 'vitest'
import type { OpOf, TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  partySecretary,
  valueOf,
  type Student,
} from '../../support/client'
import type { OnOwnersThings } from '../../support/desk-tables'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

/** The owner comes last: what only he may do changes things for those after him. */
const ROLES = [
  'nobody',
  'stranger',
  'other',
  'secretary',
  'elsewhere',
  'cadre',
  'counsellor',
  'administrator',
  'owner',
] as const
type Role = (typeof ROLES)[number]
/** One code for each role; `-` is `ok`. */
type Row = readonly [string, string, string, string, string, string, string, string, string]

// prettier-ignore
const MEMBER: { [op in OpOf<'member'>]: Row } = {
  // on what belongs to `owner`: nobody         stranger          other                 secretary         elsewhere         cadre             counsellor        administrator     owner
  'account.me':          ['NO_IDENTITY', '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'account.check':       ['NO_IDENTITY', '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'account.register':    ['NO_IDENTITY', 'ID_TAKEN',       'ALREADY_REGISTERED', 'ID_TAKEN',       'ID_TAKEN',       'ID_TAKEN',       'ID_TAKEN',       'ID_TAKEN',       'ALREADY_REGISTERED'],
  'account.amend':       ['NO_IDENTITY', 'NOT_REGISTERED', 'ID_TAKEN',           'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'account.login':       ['NO_IDENTITY', 'LOGIN_FAILED',   'LOGIN_FAILED',       'LOGIN_FAILED',   'LOGIN_FAILED',   'LOGIN_FAILED',   'LOGIN_FAILED',   'LOGIN_FAILED',   'LOGIN_FAILED'],
  'account.password':    ['NO_IDENTITY', 'NOT_REGISTERED', '-',                  'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'account.recover':     ['NO_IDENTITY', 'CODE_INVALID',   'CODE_INVALID',       'CODE_INVALID',   'CODE_INVALID',   'CODE_INVALID',   'CODE_INVALID',   'CODE_INVALID',   'CODE_INVALID'],
  'account.unbind':      ['NO_IDENTITY', 'NOT_REGISTERED', '-',                  'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'account.erase':       ['NO_IDENTITY', 'NOT_REGISTERED', '-',                  'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'draft.save':          ['NO_IDENTITY', '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'draft.load':          ['NO_IDENTITY', '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'branch.find':         ['NO_IDENTITY', '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'transfer.start':      ['NO_IDENTITY', 'NOT_REGISTERED', '-',                  'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'ALREADY_OPEN'],
  'transfer.act':        ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'transfer.declare':    ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'transfer.precheck':   ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'transfer.invite':     ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'reminder.allow':      ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  'invite.revoke':       ['NO_IDENTITY', 'NOT_REGISTERED', 'NOT_YOURS',          'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', 'NOT_REGISTERED', '-'],
  // A link is a right of its own: whoever holds it needs no account, nor WeChat. This one comes too early.
  'invite.open':         ['-',           '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'invite.check':        ['-',           '-',              '-',                  '-',              '-',              '-',              '-',              '-',              '-'],
  'invite.request':      ['NOT_APPROVED', 'NOT_APPROVED',  'NOT_APPROVED',       'NOT_APPROVED',   'NOT_APPROVED',   'NOT_APPROVED',   'NOT_APPROVED',   'NOT_APPROVED',   'NOT_APPROVED'],
}

// prettier-ignore
const DESK: { [op in OnOwnersThings]: Row } = {
  //                      nobody         stranger        other           secretary       elsewhere       cadre           counsellor      administrator   owner
  'desk.list':           ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    '-',            'NOT_YOURS',    '-',            '-',            '-',            'NOT_STAFF'],
  'desk.open':           ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    '-',            'NOT_YOURS',    'READ_ONLY',    '-',            '-',            'NOT_STAFF'],
  // Per item where the call is somebody's at the desk; the second approval is of an old version.
  'desk.decide':         ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    '-',            'NOT_YOURS',    'READ_ONLY',    'READ_ONLY',    'CHANGED_MEANWHILE', 'NOT_STAFF'],
  'desk.recoveryCode':   ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    '-',            'NOT_YOURS',    'READ_ONLY',    'READ_ONLY',    '-',            'NOT_STAFF'],
  'staff.accept':        ['NO_IDENTITY', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID', 'CODE_INVALID'],
  'province.register':   ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    'BAD_INPUT',    'NOT_STAFF'],
  'province.revoke':     ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    'NOT_FOUND',    'NOT_STAFF'],
  'province.list':       ['NO_IDENTITY', 'NOT_STAFF',    'NOT_STAFF',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    'READ_ONLY',    '-',            'NOT_STAFF'],
}

describe('who may do what', () => {
  const cloud = localCloud()
  let owner: Student
  let other: Student
  let transfer: TransferView
  let token: string
  let callers: { [role in Role]: Caller }
  let rows = 0
  beforeEach(async () => {
    owner = await aStudent(cloud)
    transfer = await owner.started()
    token = valueOf(await owner.member('transfer.invite', { id: transfer.id })).token
    other = await aStudent(cloud)
    const row = String(++rows)
    callers = {
      nobody: new Caller(cloud),
      stranger: new Caller(cloud, `stranger-${row}`),
      other,
      secretary: leagueSecretary(cloud),
      elsewhere: partySecretary(cloud),
      cadre: addStaff(cloud, `cadre-${row}`, LEAGUE, 'cadre'),
      counsellor: addStaff(cloud, `counsellor-${row}`, LEAGUE, 'counsellor'),
      administrator: administrator(cloud),
      owner,
    }
  })

  const start = () => ({ kind: 'league', origin: 'province', branchId: LEAGUE, commandId: aCommandId() })
  const own = () => ({ id: transfer.id })
  const INPUT: { [op in keyof typeof MEMBER | keyof typeof DESK]: () => object } = {
    'account.me': () => ({}),
    'account.check': () => ({ name: '张三' }),
    'account.register': () => ({ ...owner.person, consent: CONSENT }),
    'account.amend': () => ({ idNumber: owner.person.idNumber }),
    'account.login': () => ({ login: owner.person.phone, password: 'not the password' }),
    'account.password': () => ({ password: 'a new password' }),
    'account.recover': () => ({ login: owner.person.phone, code: 'XXXX-XXXX-XX', password: 'a new password' }),
    'account.unbind': () => ({}),
    'account.erase': () => ({ confirm: true }),
    'draft.save': () => ({ form: 'register', data: {}, consent: CONSENT }),
    'draft.load': () => ({ form: 'register' }),
    'branch.find': () => ({ kind: 'league', text: '计通' }),
    'transfer.start': start,
    'transfer.act': () => ({ ...own(), version: 1, commandId: 'act', action: 'amend' }),
    'transfer.declare': () => ({ ...own(), officialRegistration: true }),
    'transfer.precheck': () => ({ ...own(), claimed: owner.claim }),
    'transfer.invite': own,
    'reminder.allow': () => ({ ...own(), kinds: ['waitOver'] }),
    'invite.revoke': own,
    'invite.open': () => ({ token }),
    'invite.check': () => ({ token, claimed: owner.claim, organisation: '某大学团委', commandId: aCommandId() }),
    'invite.request': () => ({ token, claimed: owner.claim, organisation: '某大学团委', commandId: aCommandId() }),
    'desk.list': () => ({ branchId: LEAGUE }),
    'desk.open': own,
    'desk.decide': () => ({ items: [{ ...own(), version: 1, ...APPROVE }], commandId: aCommandId() }),
    'desk.recoveryCode': () => ({ ...own(), why: '手机丢失，当面核对' }),
    'staff.accept': () => ({ code: 'XXXX-XXXX-XX', name: '张三' }),
    'province.register': () => ({ code: 'bj', name: '某省', publicKey: { kty: 'none' } }),
    'province.list': () => ({}),
    'province.revoke': () => ({ code: 'bj', kid: 'nothing' }),
  }
  const outcomeOf = async (fn: 'member' | 'secretary', op: keyof typeof INPUT, role: Role): Promise<string> => {
    const reply = await callers[role].call(fn, op, INPUT[op]())
    if (!reply.ok) {
      // Somebody who is refused learns the code and nothing of the person.
      for (const value of Object.values(owner.person)) expect(JSON.stringify(reply)).not.toContain(value)
      return codeOf(reply)
    }
    if (op !== 'desk.decide') return '-'
    const { outcomes } = reply.value as { outcomes: { ok: boolean; error?: { code: string } }[] }
    return outcomes[0]?.error?.code ?? '-'
  }

  describe.each([
    ['member', MEMBER],
    ['secretary', DESK],
  ] as const)('of the function %s', (fn, table) => {
    it.each(Object.entries(table))('%s', async (op, row) => {
      const answers: string[] = []
      for (const role of ROLES) answers.push(await outcomeOf(fn, op as keyof typeof INPUT, role))
      expect(Object.fromEntries(ROLES.map((role, i) => [role, answers[i]]))).toEqual(
        Object.fromEntries(ROLES.map((role, i) => [role, row[i]])),
      )
    })
  })

  it('a member never sees more than his own: not in what he is shown, nor in what he is offered', async () => {
    const { transfers, account, staffOf } = await other.me()
    expect([transfers, staffOf]).toEqual([[], []])
    expect(account?.name).not.toBe(owner.person.name)
    expect((await callers.administrator.me()).transfers).toEqual([])
  })

  it('who has two rights at a branch acts by the one that reaches farther', async () => {
    const branchId = addBranch(cloud, 'of-both')
    const rights = [
      { id: 'as-cadre', branchId, role: 'cadre', name: '两个身份' },
      { id: 'as-administrator', branchId: '*', role: 'administrator', name: '两个身份' },
    ]
    cloud.store.insert(null, cloud.store.collection('wechats'), [{ _id: 'of-both', accountId: null, staff: rights }])
    const both = new Caller(cloud, 'of-both')
    const asked = await other.started({ branchId })
    expect(codeOf(await both.desk('desk.open', { id: asked.id }))).toBe('ok')
    expect((await both.approved(asked)).stage).toBe('approved')
  })

  it('who has two rights that serve acts by the stronger one, and who does not decide sees no code that was given out', async () => {
    const branchId = addBranch(cloud, 'of-both-that-serve')
    const rights = [
      { id: 'ticks', branchId, role: 'counsellor', name: '两个身份' },
      { id: 'everywhere', branchId: '*', role: 'administrator', name: '两个身份' },
    ]
    const openid = 'of-both-that-serve'
    cloud.store.insert(null, cloud.store.collection('wechats'), [{ _id: openid, accountId: null, staff: rights }])
    const { id } = await other.started({ branchId })
    valueOf(await administrator(cloud).desk('desk.recoveryCode', { id, why: '手机丢失' }))
    const counsellor = addStaff(cloud, 'who-ticks-alone', branchId, 'counsellor')
    const seen = async (caller: Caller) => valueOf(await caller.desk('desk.open', { id })).recovery?.state
    expect(await seen(new Caller(cloud, openid))).toBe('open')
    expect(await seen(counsellor)).toBeUndefined()
  })

  describe('a member who names a transfer', () => {
    const declare = (caller: Caller, id: string) =>
      caller.member('transfer.declare', { id, officialRegistration: true }).then(codeOf)

    it('that is not there, or has no id that was ever given out, is answered alike', async () => {
      const asked = async (caller: Caller, id: string) => {
        cloud.metrics.reset()
        const code = await declare(caller, id)
        const requests = cloud.metrics.requests.map(({ collection }) => collection)
        return [code, ...requests.filter((collection) => collection !== 'deployment')]
      }
      expect(await asked(owner, 'nothing')).toEqual(['NOT_FOUND', 'transfers', 'wechats'])
      expect(await asked(owner, 'no such id')).toEqual(['NOT_FOUND', 'wechats'])
      expect(await asked(callers.nobody, transfer.id)).toEqual(['NO_IDENTITY'])
    })

    it('from a WeChat that is bound at that moment is not refused', async () => {
      const accountId = (await owner.me()).account?.id
      const fresh = new Caller(cloud, 'bound-at-that-moment')
      const meanwhile = () => {
        new Elsewhere(cloud).add('wechats', { _id: fresh.openid, accountId, staff: [] })
      }
      cloud.fault({ kind: 'delay', action: 'database.getDocument', collection: 'wechats', meanwhile })
      expect(await declare(fresh, transfer.id)).toBe('ok')
    })
  })

  it('an approval gives no right at the desk, to nobody', async () => {
    await leagueSecretary(cloud).approved(transfer)
    expect((await owner.me()).staffOf).toEqual([])
    expect(codeOf(await owner.desk('desk.list', { branchId: LEAGUE }))).toBe('NOT_STAFF')
  })

  it('a code that the deployment gave out serves, and one of somebody who decides no longer does not', async () => {
    const serves = async (invitedBy: string) => {
      const { code } = valueOf(await administrator(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'cadre' }))
      const id = documentsOf(cloud, 'staffCodes').at(-1)?.['_id'] as string
      new Elsewhere(cloud).set('staffCodes', id, { invitedBy })
      return codeOf(await new Caller(cloud, `by-${invitedBy}`).desk('staff.accept', { code, name: '新来的' }))
    }
    expect([await serves('deployment'), await serves('left-long-ago')]).toEqual(['ok', 'CODE_INVALID'])
  })

  it('the platform names the caller, never the event', async () => {
    const forged = {
      openid: 'local-league-secretary',
      userInfo: { openId: 'local-league-secretary' },
      WX_OPENID: 'local-league-secretary',
    }
    expect(codeOf(await callers.stranger.call('secretary', 'desk.list', { branchId: LEAGUE, ...forged }))).toBe(
      'NOT_STAFF',
    )
    const body = JSON.stringify({ op: 'desk.list', input: { branchId: LEAGUE }, ...forged })
    const reply = await fetch(`${cloud.url}/functions/secretary`, { method: 'POST', body })
    expect(await reply.json()).toEqual({ ok: false, error: { code: 'NO_IDENTITY' } })
  })
})
