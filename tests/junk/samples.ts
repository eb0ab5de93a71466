import type { Functions, InputOf, OpOf } from '../../cloudfunctions/contract'
import {
  addStaff,
  administrator,
  aCommandId,
  APPROVE,
  aStudent,
  Caller,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  PARTY,
  partySecretary,
  person,
  valueOf,
} from '../support/client'
import type { TestCloud } from '../support/local-cloud'

/** A call that is accepted as it stands: who makes it, and with which input. */
export interface Sample<Input = object> {
  by: Caller
  input: Input
}
export type Samples = { [F in keyof Functions]: { [O in OpOf<F>]: readonly Sample<InputOf<F, O>>[] } }

const PASSWORD = 'correct horse battery'
/** An Ed25519 public key (RFC 8037, appendix A). */
const PUBLIC_KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
const WHY = '当面核对身份证'
const LINES = '姓名,学号,身份证后四位\n测试甲,20240001,1234\n测试乙,20240002,5678\n'

/** A world in which every operation has something to do, and a call for each of its shapes. */
export const makeSamples = async (cloud: TestCloud): Promise<Samples> => {
  const desk = leagueSecretary(cloud)
  const party = partySecretary(cloud)
  const admin = administrator(cloud)

  const asking = await aStudent(cloud)
  const asked = await asking.started()
  const ready = await aStudent(cloud)
  const approved = await desk.approved(await ready.started())
  const { token } = valueOf(await ready.member('transfer.invite', { id: approved.id }))
  const moving = await aStudent(cloud, { party: 'probationary' })
  const preparing = await moving.started({ kind: 'party' })
  const arriving = await aStudent(cloud, { party: 'full' })
  const announced = valueOf(
    await arriving.act(await arriving.started({ kind: 'party' }), {
      action: 'announce',
      channel: 'paper',
      letter: { issuedOn: new Date(cloud.clock.now()).toISOString().slice(0, 10), validDays: 60 },
      prepared: ['file', 'letterToCounsellor'],
    }),
  )
  await cloud.clock.advance('PT25H')

  const lately = await aStudent(cloud)
  const approvedLately = await desk.approved(await lately.started())

  const withPassword = await aStudent(cloud)
  valueOf(await withPassword.member('account.password', { username: 'somebody', password: PASSWORD }))
  const locked = await aStudent(cloud)
  valueOf(await locked.member('account.password', { username: 'another', password: PASSWORD }))
  const lockedOut = await locked.started()
  const { code: recovery } = valueOf(await desk.desk('desk.recoveryCode', { id: lockedOut.id, why: WHY }))

  const importId = 'import-1'
  const rows = [
    { name: '测试甲', studentNumber: '20240001', last4: '1234' },
    { name: '测试乙', studentNumber: '20240002', last6: '005678', phone: '19900001234' },
  ]
  valueOf(await desk.desk('roster.import', { branchId: LEAGUE, importId, rows }))
  const gaps = valueOf(await desk.desk('roster.gaps', { branchId: LEAGUE })).items
  const { code: invitation } = valueOf(await admin.desk('staff.invite', { branchId: LEAGUE, role: 'counsellor' }))
  const [open] = valueOf(await admin.desk('staff.invitations', { branchId: LEAGUE })).items
  addStaff(cloud, 'a-second-secretary', LEAGUE, 'secretary')
  const staff = valueOf(await desk.desk('staff.list', { branchId: LEAGUE })).items
  const key = valueOf(await admin.desk('province.register', { code: 'hebei', name: '河北', publicKey: PUBLIC_KEY }))
  const claimant = new Caller(cloud, 'a-claimant')
  await claimant.register({ ...asking.person, name: '另一人' })
  const [conflict] = valueOf(await desk.desk('desk.conflicts', { branchId: LEAGUE })).items
  if (open === undefined || conflict === undefined) throw new Error('the world of the junk is not whole')

  const newcomer = new Caller(cloud, 'a-newcomer')
  const somebody = new Caller(cloud, 'somebody-else')
  const commandId = aCommandId()
  const act = { id: asked.id, version: asked.version, commandId }
  const item = { id: asked.id, version: asked.version }
  const organisation = '某大学团委'
  const branch = { fullName: '中国共产主义青年团某某团支部', shortName: '某某团支部' }

  return {
    member: {
      'account.me': [{ by: asking, input: {} }],
      'account.check': [{ by: somebody, input: person(900) }],
      'account.register': [
        { by: newcomer, input: { ...person(901), consent: CONSENT } },
        {
          by: newcomer,
          input: { ...person(902), party: 'full', username: 'newcomer', password: PASSWORD, consent: CONSENT },
        },
      ],
      'account.amend': [
        { by: asking, input: { phone: '19900007777' } },
        { by: ready, input: { name: '测试改', joinedOn: '2019-05', memberNumber: '201900000001' } },
      ],
      'account.login': [{ by: somebody, input: { login: 'somebody', password: PASSWORD } }],
      'account.password': [{ by: asking, input: { username: 'brand-new', password: PASSWORD } }],
      'account.recover': [{ by: somebody, input: { login: 'another', code: recovery, password: PASSWORD } }],
      'account.unbind': [{ by: withPassword, input: {} }],
      'account.erase': [{ by: withPassword, input: { confirm: true } }],
      'draft.save': [{ by: newcomer, input: { form: 'register', data: { name: '测试' }, consent: CONSENT } }],
      'draft.load': [{ by: newcomer, input: { form: 'register' } }],
      'branch.find': [{ by: asking, input: { kind: 'league', text: '计通' } }],
      'transfer.start': [
        {
          by: withPassword,
          input: { kind: 'league', origin: 'province', branchId: LEAGUE, reason: '升学', commandId },
        },
        { by: withPassword, input: { kind: 'league', origin: 'beijing', branchId: LEAGUE, commandId } },
      ],
      'transfer.act': [
        { by: asking, input: { ...act, action: 'amend', branchId: LEAGUE, reason: '升学' } },
        { by: asking, input: { ...act, action: 'withdraw' } },
        {
          by: ready,
          input: { id: approved.id, version: approved.version, commandId, action: 'request', claimed: ready.claim },
        },
        {
          by: moving,
          input: {
            id: preparing.id,
            version: preparing.version,
            commandId,
            action: 'announce',
            channel: 'paper',
            letter: {
              issuedOn: new Date(cloud.clock.now()).toISOString().slice(0, 10),
              validDays: 60,
              duesPaidTo: '2024-06',
            },
            probationEndsOn: new Date(cloud.clock.now() + 90 * 86_400_000).toISOString().slice(0, 10),
            prepared: ['file', 'letterToCounsellor', 'probationPapers'],
          },
        },
      ],
      'transfer.declare': [{ by: asking, input: { id: asked.id, officialRegistration: true, submittedEarly: true } }],
      'transfer.precheck': [{ by: asking, input: { id: asked.id, claimed: asking.claim } }],
      'transfer.invite': [{ by: asking, input: { id: asked.id } }],
      'invite.revoke': [{ by: ready, input: { id: approved.id } }],
      'reminder.allow': [{ by: asking, input: { id: asked.id, kinds: ['answered', 'waitOver'] } }],
      'invite.open': [{ by: somebody, input: { token } }],
      'invite.check': [{ by: somebody, input: { token, claimed: ready.claim, organisation, commandId } }],
      'invite.request': [
        { by: somebody, input: { token, claimed: ready.claim, organisation, commandId } },
        { by: new Caller(cloud), input: { token, organisation, commandId } },
      ],
    },
    secretary: {
      'desk.list': [
        { by: desk, input: { branchId: LEAGUE } },
        {
          by: desk,
          input: { branchId: LEAGUE, stage: 'registered', text: '测试', sort: 'name', limit: 20, overdue: false },
        },
        { by: party, input: { branchId: PARTY, lacks: 'online', rosterMatch: 'none', probationEndsWithin: 30 } },
      ],
      'desk.open': [{ by: desk, input: { id: asked.id } }],
      'desk.reveal': [{ by: desk, input: { id: asked.id, field: 'idNumber', why: WHY } }],
      'desk.decide': [
        { by: desk, input: { commandId, items: [{ ...item, ...APPROVE }] } },
        { by: desk, input: { commandId, items: [{ ...item, verdict: 'return', reason: '请写全名' }] } },
        {
          by: desk,
          input: { commandId, items: [{ id: approvedLately.id, version: approvedLately.version, verdict: 'undo' }] },
        },
        {
          by: desk,
          input: {
            commandId,
            items: [
              {
                id: approved.id,
                version: approved.version,
                verdict: 'confirm',
                result: 'failure',
                reason: '信息不一致',
              },
            ],
          },
        },
        {
          by: party,
          input: {
            commandId,
            items: [
              {
                id: announced.id,
                version: announced.version,
                verdict: 'receive',
                checked: ['materials', { fact: 'letter', on: new Date(cloud.clock.now()).toISOString().slice(0, 10) }],
                reason: '已核对',
              },
            ],
          },
        },
      ],
      'desk.summary': [{ by: desk, input: { branchId: LEAGUE } }],
      'desk.overview': [{ by: admin, input: {} }],
      'desk.find': [{ by: admin, input: { text: '测', limit: 5 } }],
      'desk.export': [
        { by: desk, input: { branchId: LEAGUE, why: WHY } },
        { by: desk, input: { branchId: LEAGUE, ids: [asked.id], columns: ['name', 'reference'], why: WHY } },
        { by: desk, input: { branchId: LEAGUE, archive: true, why: WHY } },
      ],
      'desk.remind': [{ by: desk, input: { ids: [approved.id, asked.id] } }],
      'desk.subscribe': [{ by: desk, input: { branchId: LEAGUE, templates: ['waiting'] } }],
      'desk.recoveryCode': [{ by: desk, input: { id: asked.id, why: WHY } }],
      'desk.conflicts': [{ by: desk, input: { branchId: LEAGUE } }],
      'desk.release': [{ by: desk, input: { conflictId: conflict.id, why: WHY } }],
      'roster.read': [
        { by: desk, input: { fileName: 'names.csv', base64: Buffer.from(LINES).toString('base64') } },
        {
          by: desk,
          input: {
            fileName: 'names.csv',
            base64: Buffer.from(LINES).toString('base64'),
            upload: { id: 'upload-1', part: 1, parts: 2 },
            columns: [{ sheet: 'names', heading: '姓名', as: 'name' }],
          },
        },
      ],
      'roster.import': [
        { by: desk, input: { branchId: LEAGUE, importId: 'import-2', rows: [...rows, person(903)], dryRun: false } },
      ],
      'roster.undo': [{ by: desk, input: { importId, why: WHY } }],
      'roster.gaps': [
        { by: desk, input: { branchId: LEAGUE, group: 'notRegistered', sort: 'name', limit: 5, why: WHY } },
      ],
      'roster.remove': [{ by: desk, input: { branchId: LEAGUE, keys: gaps.map(({ key: one }) => one) } }],
      'branch.save': [
        { by: desk, input: { id: LEAGUE, contact: '团委', waitHours: 48, handIn: null, reasons: ['升学'] } },
      ],
      'branch.create': [
        { by: admin, input: { ...branch, kind: 'league', like: LEAGUE } },
        {
          by: admin,
          input: { ...branch, kind: 'party', handIn: { who: '辅导员', where: '办公室', from: '2024-09-01' } },
        },
      ],
      'branch.close': [{ by: admin, input: { branchId: LEAGUE } }],
      'branch.list': [{ by: desk, input: {} }],
      'staff.invite': [{ by: desk, input: { branchId: LEAGUE, role: 'cadre' } }],
      'staff.accept': [{ by: somebody, input: { code: invitation, name: '新来的' } }],
      'staff.grant': [{ by: desk, input: { transferId: asked.id, role: 'cadre' } }],
      'staff.remove': [{ by: admin, input: { branchId: LEAGUE, id: staff[0]?.id ?? '' } }],
      'staff.list': [{ by: desk, input: { branchId: LEAGUE } }],
      'staff.invitations': [{ by: desk, input: { branchId: LEAGUE } }],
      'staff.uninvite': [{ by: desk, input: { id: open.id } }],
      'province.register': [{ by: admin, input: { code: 'shandong', name: '山东', publicKey: PUBLIC_KEY } }],
      'province.revoke': [{ by: admin, input: { code: 'hebei', kid: key.kid } }],
      'province.list': [{ by: admin, input: {} }],
      'audit.list': [
        { by: desk, input: { branchId: LEAGUE, what: 'import', who: '书记', from: '2024-01-01', to: '2099-01-01' } },
      ],
    },
  }
}
