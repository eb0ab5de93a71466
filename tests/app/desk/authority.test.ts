import { beforeAll, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  partySecretary,
  valueOf,
} from '../../support/client'
import type { OnBranchsThings } from '../../support/desk-tables'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
let callers: Record<Who, Caller>
let known: { transferId: string; conflictId: string; staffId: string; branchId: string; invitationId: string }
const WHO = ['nobody', 'stranger', 'member', 'cadre', 'counsellor', 'secretary', 'other', 'administrator'] as const
type Who = (typeof WHO)[number]
/** One code for each of them. */
type Row = readonly [string, string, string, string, string, string, string, string]

const WHY = '当面核对过学生证'
/** What each operation is asked, on things of the League branch, so that nothing but the right decides. */
const ASKED: { [op in OnBranchsThings]: () => object } = {
  'desk.reveal': () => ({ id: known.transferId, field: 'phone', why: WHY }),
  'desk.summary': () => ({ branchId: LEAGUE }),
  'desk.overview': () => ({}),
  'desk.find': () => ({ text: '测' }),
  'desk.subscribe': () => ({ branchId: LEAGUE, templates: ['waiting'] }),
  'desk.conflicts': () => ({ branchId: LEAGUE }),
  'desk.release': () => ({ conflictId: known.conflictId, why: WHY }),
  'desk.remind': () => ({ ids: [known.transferId] }),
  'desk.export': () => ({ branchId: LEAGUE, why: WHY }),
  'roster.read': () => ({ fileName: '名单.tsv', base64: Buffer.from('姓名\t学号\n李想\t42412346').toString('base64') }),
  'roster.import': () => ({
    branchId: LEAGUE,
    importId: 'import',
    rows: [{ name: '李想', studentNumber: '42412346' }],
  }),
  'roster.undo': () => ({ importId: 'import', why: WHY }),
  'roster.gaps': () => ({ branchId: LEAGUE, why: WHY }),
  'roster.remove': () => ({ branchId: LEAGUE, keys: ['42412346'] }),
  'branch.save': () => ({ id: LEAGUE, contact: '计通学院团委' }),
  'branch.list': () => ({ cursor: '' }),
  'branch.create': () => ({ kind: 'league', fullName: '新团支部', shortName: '新支部' }),
  'staff.invite': () => ({ branchId: LEAGUE, role: 'cadre' }),
  'branch.close': () => ({ branchId: known.branchId }),
  'staff.invitations': () => ({ branchId: LEAGUE }),
  'staff.uninvite': () => ({ id: known.invitationId }),
  'staff.grant': () => ({ transferId: known.transferId, role: 'cadre' }),
  'staff.remove': () => ({ branchId: LEAGUE, id: known.staffId }),
  'staff.list': () => ({ branchId: LEAGUE }),
  'audit.list': () => ({ branchId: LEAGUE }),
}

// prettier-ignore
const TABLE: { [op in OnBranchsThings]: Row } = {
  //                 nobody         stranger     member       cadre        counsellor   secretary    other        administrator
  'desk.summary':   ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'ok',        'ok',        'ok',        'NOT_YOURS', 'ok'],
  'desk.reveal':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'desk.overview':  ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'ok'],
  'desk.find':      ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'ok'],
  'desk.subscribe': ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'ok',        'ok',        'ok',        'NOT_YOURS', 'ok'],
  'desk.conflicts': ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'desk.remind':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'desk.export':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  // A file is read for no branch: whoever decides anywhere may have it read.
  'roster.read':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'ok',        'ok'],
  'roster.import':  ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  // Whoever takes it back first leaves nothing of it.
  'roster.undo':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_FOUND', 'NOT_FOUND'],
  'roster.gaps':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'roster.remove':  ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'branch.save':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'branch.list':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'ok',        'ok',        'ok',        'ok',        'ok'],
  'branch.create':  ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'ok'],
  'staff.invite':   ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'branch.close':   ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'ok'],
  'staff.invitations': ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',     'NOT_YOURS', 'ok'],
  'staff.uninvite': ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_FOUND', 'NOT_FOUND'],
  'staff.list':     ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  'audit.list':     ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
  // The last three change what they are asked on: whoever succeeds first ends it for the next.
  'desk.release':   ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_FOUND', 'NOT_FOUND'],
  'staff.remove':   ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_FOUND', 'NOT_FOUND'],
  'staff.grant':    ['NO_IDENTITY', 'NOT_STAFF', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'ok',        'NOT_YOURS', 'ok'],
}

beforeAll(async () => {
  const member = await aStudent(cloud)
  const holder = await aStudent(cloud)
  const { id: transferId } = await holder.started()
  valueOf(await leagueSecretary(cloud).desk('desk.summary', { branchId: LEAGUE }))
  await new Caller(cloud, 'claimant').register({ ...holder.person, name: '冒名者' })
  const [conflict] = valueOf(await leagueSecretary(cloud).desk('desk.conflicts', { branchId: LEAGUE })).items
  const colleague = addStaff(cloud, 'colleague', LEAGUE, 'cadre')
  const branchId = addBranch(cloud, 'elsewhere')
  valueOf(await leagueSecretary(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'cadre' }))
  const [invitation] = valueOf(await leagueSecretary(cloud).desk('staff.invitations', { branchId: LEAGUE })).items
  const invitationId = invitation?.id ?? ''
  known = {
    invitationId,
    transferId,
    conflictId: conflict?.id ?? '',
    staffId: `staff-${colleague.openid ?? ''}`,
    branchId,
  }
  callers = {
    nobody: new Caller(cloud),
    stranger: new Caller(cloud, 'stranger'),
    member,
    cadre: addStaff(cloud, 'cadre', LEAGUE, 'cadre'),
    counsellor: addStaff(cloud, 'counsellor', LEAGUE, 'counsellor'),
    secretary: leagueSecretary(cloud),
    other: partySecretary(cloud),
    administrator: administrator(cloud),
  }
})

const REFUSED = ['NO_IDENTITY', 'NOT_STAFF', 'NOT_YOURS', 'READ_ONLY']
const READS = new Set(['database.getDocument', 'database.queryDocument', 'database.aggregateDocuments'])
/** What the database was asked, the look at the deployment's switch apart. */
const asked = () => cloud.metrics.requests.filter(({ collection }) => collection !== 'deployment')
const actions = () => asked().map(({ action }) => action)
const asksOf = () => asked().map(({ collection }) => collection)

describe.each(Object.entries(TABLE) as [OnBranchsThings, Row][])('%s', (op, expected) => {
  it.each(WHO.map((who, i) => [who, expected[i]] as const))('answers %s with %s', async (who, code) => {
    cloud.metrics.reset()
    expect(codeOf(await callers[who].call('secretary', op, ASKED[op]()))).toBe(code)
    // Who may not begins no write, not even one that is taken back.
    if (REFUSED.some((one) => one === code)) expect(actions().filter((action) => !READS.has(action))).toEqual([])
  })

  it('refuses an odd or unknown id with NOT_FOUND, and a wrong shape with BAD_INPUT', async () => {
    const asked = Object.entries(ASKED[op]())
    const idField = asked.find(([field]) => /^(?:id|branchId|transferId|conflictId)$/u.test(field))?.[0]
    for (const odd of idField === undefined ? [] : ['no-such-thing', '../..', '团', 'x'.repeat(100)]) {
      const input = { ...Object.fromEntries(asked), [idField ?? '']: odd }
      cloud.metrics.reset()
      expect(codeOf(await callers.secretary.call('secretary', op, input))).toBe('NOT_FOUND')
      // What could not have been given out is looked for nowhere: it is only asked who calls.
      if (odd !== 'no-such-thing') expect(asksOf()).toEqual(['wechats'])
    }
    // What asks for nothing is still no list.
    const shapeless = asked.length === 0 ? [{}] : Object.fromEntries(asked.map(([field]) => [field, { $ne: null }]))
    expect(codeOf(await callers.nobody.call('secretary', op, shapeless))).toBe('BAD_INPUT')
  })
})

describe('two rights of one person', () => {
  it('act by the one that suffices', async () => {
    const grant = async (role: 'cadre' | 'administrator') =>
      valueOf(await administrator(cloud).desk('staff.grant', { transferId: mine.id, role }))
    const both = await aStudent(cloud)
    const mine = await both.started()
    await grant('cadre')
    expect(codeOf(await both.desk('audit.list', { branchId: LEAGUE }))).toBe('READ_ONLY')
    await grant('administrator')
    expect(codeOf(await both.desk('audit.list', { branchId: LEAGUE }))).toBe('ok')
  })
})
