import { describe, expect, it } from 'vitest'
import type { Actor, AuditWhat, PartyIdentity } from '../../../cloudfunctions/contract'
import type { AuditRecord, TransferRecord } from '../../../cloudfunctions/app/store/records'
import { auditKey } from '../../../cloudfunctions/app/audit/note'
import { positionOf } from '../../../cloudfunctions/app/store/position'
import { beijingDay } from '../../../cloudfunctions/domain/beijing'
import type { EventBody } from '../../../cloudfunctions/domain/transfer'
import { A_LETTER, aTransfer, beijing, DAY, MINUTE, type TransferBuilder } from '../../support/builders'
import { addBranch, addStaff, aStudent, PARTY, person, valueOf, type Caller } from '../../support/client'
import { addAlike, KNOWN_KEYS } from '../../support/cohort'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'
import { Elsewhere } from '../../support/meanwhile'
import { readSheets } from '../../support/spreadsheets'

/** What a file says of somebody with whom things went so. */
interface Row {
  what: string
  went: TransferBuilder
  fields?: Partial<TransferRecord>
  memberNumber?: null
  says: Readonly<Record<string, string>>
}

const WHY = '归档'
const NOW = beijing('2024-09-05 10:00')
const cloud = localCloud({ env: KNOWN_KEYS })
let desk: Caller

const referenceOf = (branchId: string, n: number): string => `${branchId}-${String(n).padStart(2, '0')}`

/** Transfers of a branch with which things went so, beside one that is like them. */
const addRows = (branchId: string, model: string, party: PartyIdentity | null, rows: readonly Row[]): void => {
  const all = rows.map(({ went, fields, memberNumber: number }, n) => {
    const [id, reference] = [`${model}-${String(n)}`, referenceOf(branchId, n)]
    const { idNumber, memberNumber: usual = '', name } = person(900 + n)
    const memberNumber = number === null ? null : usual
    return {
      id,
      reference,
      person: { name, idNumber, memberNumber },
      fields: () => ({
        ...{ state: went.state, stage: went.state.stage, events: [...went.events], version: went.state.version },
        ...{ identity: 'member' as const, party, rosterMatch: 'full' as const, position: positionOf(went.now, id) },
        ...fields,
      }),
    }
  })
  addAlike(cloud, model, all)
}
const sheetsOf = async (input: { branchId: string; archive?: true }) => {
  const value = valueOf(await desk.desk('desk.export', { why: WHY, ...input }))
  return readSheets(Buffer.from('base64' in value ? value.base64 : '', 'base64'))
}
/** What the file says of each at that instant, of the columns that are looked at, with what was done to them. */
const said = async (branchId: string, rows: readonly Row[]) => {
  const [sheets = {}] = await askedAt(cloud, NOW, [0], () => sheetsOf({ branchId }))
  const [[heading = [], ...lines] = []] = Object.values(sheets)
  const byReference = new Map(lines.map((line) => [line[heading.indexOf('登记编号')] ?? '', line]))
  return rows.map(({ what, says }, n) => {
    const line = byReference.get(referenceOf(branchId, n)) ?? []
    return [what, Object.fromEntries(Object.keys(says).map((name) => [name, line[heading.indexOf(name)]]))]
  })
}
const expected = (rows: readonly Row[]) => rows.map(({ what, says }) => [what, says])

describe('the file of a League branch', () => {
  const LEAGUE = 'words-league'
  const asked = aTransfer().registered(LEAGUE).declared()
  const approved = asked.approved()
  const over = approved.at(NOW - 3 * DAY)
  const flags = { unusualJoiningAge: false, numberElsewhere: false, idConflict: false }
  const ROWS: readonly Row[] = [
    {
      what: 'waits',
      went: asked,
      says: { 结果: '待审核', 失败原因: '', 还缺什么: '团支部同意', 最早可提交时间: '', 备注: '' },
    },
    {
      what: 'is approved, up to a minute before the day is over',
      went: approved.at(NOW - DAY + 1),
      says: { 结果: '已同意', 还缺什么: '等满规定时间', 最早可提交时间: '2024-09-05 10:01', 提交时间: '' },
    },
    {
      what: 'is approved, and the day is just over',
      went: approved.at(NOW - DAY),
      says: { 结果: '已同意', 还缺什么: '转入北京申请', 最早可提交时间: '2024-09-05 10:00' },
    },
    {
      what: 'has submitted',
      went: over.submitted().at(NOW - DAY),
      says: { 结果: '已提交，待确认', 还缺什么: '北京系统确认', 提交时间: '2024-09-04 10:00' },
    },
    {
      what: 'was returned',
      went: asked.returned('请写全名'),
      says: { 结果: '已退回', 失败原因: '', 还缺什么: '本人修改后重新申请', 备注: '请写全名' },
    },
    {
      what: 'differs in everything',
      went: over.mismatched(['name', 'idNumber', 'memberNumber']),
      says: {
        结果: '转移失败',
        失败原因: '姓名、身份证号、团员编号不一致',
        还缺什么: '姓名、身份证号、团员编号一致',
      },
    },
    {
      what: 'failed in the official system inside of Beijing',
      went: aTransfer('beijing').registered(LEAGUE).approved().officiallyFailed('组织名称有误'),
      says: { 结果: '已退回', 失败原因: '北京系统未通过：组织名称有误', 还缺什么: '本人修改后重新申请' },
    },
    {
      what: 'failed there without a word',
      went: over.submitted().officiallyFailed(),
      says: { 结果: '转移失败', 失败原因: '北京系统未通过', 还缺什么: '北京系统通过' },
    },
    {
      what: 'failed there, and the desk wrote why',
      went: over.submitted().officiallyFailed('原团组织已撤销'),
      says: { 结果: '转移失败', 失败原因: '北京系统未通过：原团组织已撤销', 还缺什么: '北京系统通过' },
    },
    {
      what: 'failed there, and something else was said since',
      went: over.submitted().officiallyFailed('原团组织已撤销').checked(),
      says: { 结果: '转移失败', 失败原因: '北京系统未通过：原团组织已撤销' },
    },
    {
      what: 'left the reason empty, and was returned',
      went: aTransfer()
        .followedBy({ type: 'started', kind: 'league', origin: 'beijing', branchId: LEAGUE, reason: '' })
        .declared()
        .returned('请写全名'),
      says: { 备注: '请写全名' },
    },
    {
      what: 'matches by the word of the member',
      went: over.matched(),
      says: { 结果: '信息核对一致，等待北京系统确认', 失败原因: '', 还缺什么: '北京系统确认' },
    },
    {
      what: 'matches by that of a link',
      went: over.matched('link'),
      says: { 结果: '信息核对一致，等待北京系统确认', 还缺什么: '北京系统确认' },
    },
    {
      what: 'matches by that of an outside system',
      went: over.matched('province'),
      says: { 结果: '转移成功', 还缺什么: '', 备注: '' },
    },
    { what: 'was confirmed', went: over.matched().confirmed(), says: { 结果: '转移成功', 还缺什么: '' } },
    {
      what: 'was confirmed, and differs later',
      went: over.matched().confirmed().contradicted(),
      says: { 结果: '转移成功', 备注: '外省系统后来报告信息不一致' },
    },
    {
      what: 'wrote what no spreadsheet may hold, and has no number',
      went: asked.returned('\u0007-响\uD842铃\uDC00😀'),
      memberNumber: null,
      says: { 备注: "'-响铃😀", '团员编号（仅后四位）': '' },
    },
    { what: 'withdrew', went: asked.withdrawn(), says: { 结果: '已撤回', 还缺什么: '', 失败原因: '' } },
    {
      what: 'is erased',
      went: asked.withdrawn().erased(),
      fields: { name: '', copy: { idNumber: '', joinedOn: null, memberNumber: '' } },
      says: { 姓名: '', '身份证号（仅后四位）': '', '团员编号（仅后四位）': '', 入团年月: '', 结果: '已撤回' },
    },
    {
      what: 'is to be looked at twice',
      went: aTransfer().registered(LEAGUE).copyAmended(),
      fields: {
        flags: { unusualJoiningAge: true, numberElsewhere: true, idConflict: true },
        rosterMatch: 'none',
        identity: 'cadre',
      },
      says: {
        备注: '入团年龄异常；团员编号另有人登记；身份证号有冲突；不在名单上；团干部；未说明已在北京系统申请',
      },
    },
    {
      what: 'gave a reason, was returned, and is on the roster',
      went: aTransfer()
        .followedBy({ type: 'started', kind: 'league', origin: 'beijing', branchId: LEAGUE, reason: '升学' })
        .declared()
        .returned('请写全名'),
      fields: { flags, studentNumber: '42412345' },
      says: { 学号: '42412345', 转出地: '京内', 登记时间: '2024-07-01 09:00', 同意时间: '', 备注: '请写全名；升学' },
    },
  ]

  it('says where everybody stands, what failed, what is missing and what to look at', async () => {
    addBranch(cloud, LEAGUE, { rosterSize: 1 })
    desk = addStaff(cloud, 'words-league-desk', LEAGUE, 'secretary')
    const { id } = await (await aStudent(cloud)).started({ branchId: LEAGUE })
    addRows(LEAGUE, id, null, ROWS)
    expect(await said(LEAGUE, ROWS)).toEqual(expected(ROWS))
  })
})

describe('the file of a Party branch', () => {
  const BRANCH = 'words-party'
  const started = aTransfer('party').preparing(BRANCH)
  const online = started.announced()
  const paper = started.announced('paper', { issuedOn: '2024-08-20', validDays: 90, duesPaidTo: '2024-08' })
  const FULL: readonly Row[] = [
    {
      what: 'prepares',
      went: started,
      says: {
        党员身份: '正式党员',
        转出地: '京外',
        转出方式: '',
        提交时间: '',
        结果: '准备中',
        还缺什么: '本人发起转出',
      },
    },
    {
      what: 'goes online, where there is no roster to stand on',
      went: online.at(NOW - DAY),
      fields: { rosterMatch: 'none' },
      says: {
        转出方式: '线上',
        提交时间: '2024-09-04 10:00',
        介绍信开具日期: '',
        介绍信有效期至: '',
        党费交至: '',
        结果: '已发起转出',
        还缺什么: '线上接收、党员材料',
        备注: '',
      },
    },
    {
      what: 'goes by a letter',
      went: paper,
      says: {
        转出方式: '纸质介绍信',
        介绍信开具日期: '2024-08-20',
        介绍信有效期至: '2024-11-18',
        党费交至: '2024-08',
        收到介绍信: '',
        还缺什么: '介绍信、党员材料',
        备注: '',
      },
    },
    {
      what: 'has a letter without dues that is over soon',
      went: started.announced('paper', A_LETTER),
      says: { 介绍信有效期至: '2024-09-18', 党费交至: '', 备注: '介绍信即将或已经过期' },
    },
    {
      what: 'has a letter there',
      went: paper.facts('letter').at(NOW - DAY),
      says: { 收到介绍信: '2024-09-04', 线上接收: '', 党员材料: '', 回执寄出: '', 还缺什么: '党员材料、回执' },
    },
    {
      what: 'is received but for the receipt',
      went: paper.received('letter', 'materials').at(NOW - DAY),
      says: { 党员材料: '2024-09-04', 结果: '已接收', 还缺什么: '回执' },
    },
    {
      what: 'is received',
      went: paper.received('letter', 'materials', 'receipt').at(NOW - DAY),
      says: { 回执寄出: '2024-09-04', 结果: '已接收', 还缺什么: '' },
    },
    {
      what: 'was returned, and is known to be a member no more closely',
      went: online.returned('抬头写错'),
      fields: { party: null },
      says: { 党员身份: '', 结果: '已退回', 还缺什么: '本人修改后重新申请', 备注: '抬头写错' },
    },
  ]
  const PROBATIONARY: readonly Row[] = [
    {
      what: 'is soon over with the probation',
      went: started.followedBy({
        ...{ type: 'announced', channel: 'online', prepared: [], probationEndsOn: '2024-09-20' },
      }),
      says: {
        党员身份: '预备党员',
        预备期满: '2024-09-20',
        还缺什么: '线上接收、党员材料、预备期材料',
        备注: '预备期将满',
      },
    },
    {
      what: 'has the papers there',
      went: online.facts('online', 'probationPapers').at(NOW - DAY),
      says: { 预备期满: '', 预备期材料: '2024-09-04', 线上接收: '2024-09-04', 还缺什么: '党员材料' },
    },
  ]

  it('says how everybody comes, which papers are there and which are missing', async () => {
    for (const [party, rows] of [
      ['full', FULL],
      ['probationary', PROBATIONARY],
    ] as const) {
      const branchId = addBranch(cloud, `${BRANCH}-${party}`, {}, PARTY)
      desk = addStaff(cloud, `${branchId}-desk`, branchId, 'secretary')
      const student = await aStudent(cloud, { party })
      const { id } = await student.started({ kind: 'party', branchId })
      addRows(branchId, id, party, rows)
      expect(await said(branchId, rows)).toEqual(expected(rows))
    }
  })
})

describe('the archive of a branch', () => {
  const BRANCH = 'words-archive'
  const NAME = 'words-archive-desk'
  const TOLD = '0000000000'
  /** What may happen, with what the log says of it and of why. */
  const DONE: { readonly [T in EventBody['type']]: readonly [Extract<EventBody, { type: T }>, string, string?] } = {
    started: [
      { type: 'started', kind: 'league', origin: 'province', branchId: BRANCH, reason: '升学' },
      '登记',
      '升学',
    ],
    amended: [{ type: 'amended', branchId: BRANCH }, '修改后重新申请'],
    copyAmended: [{ type: 'copyAmended', idReplaced: false }, '修改登记信息'],
    approved: [{ type: 'approved', readyAt: NOW }, '同意'],
    returned: [{ type: 'returned', reason: '请写全名' }, '退回', '请写全名'],
    matched: [{ type: 'matched', way: 'member', variants: [] }, '信息核对一致'],
    mismatched: [{ type: 'mismatched', way: 'member', differs: ['name'] }, '信息不一致'],
    contradicted: [{ type: 'contradicted', way: 'province', differs: ['name'] }, '后来报告信息不一致'],
    confirmed: [{ type: 'confirmed' }, '确认转移成功'],
    officiallyFailed: [{ type: 'officiallyFailed', reason: '=1+1' }, '记录北京系统未通过', "'=1+1"],
    announced: [{ type: 'announced', channel: 'online', prepared: [] }, '发起转出'],
    factsAdded: [{ type: 'factsAdded', facts: ['online'], complete: false }, '登记材料'],
    withdrawn: [{ type: 'withdrawn' }, '撤回'],
    released: [{ type: 'released', reason: '号码有误' }, '收回身份证号', '号码有误'],
    submitted: [{ type: 'submitted', way: 'member' }, '记录已在外省市系统提交'],
    checked: [{ type: 'checked', matches: true, differs: [], variants: [], organisation: '某大学团委' }, '核对信息'],
    declared: [{ type: 'declared', said: { officialRegistration: true } }, '说明官方系统办理情况'],
    factsCorrected: [
      { type: 'factsCorrected', facts: [], unchecked: ['online'], complete: false, reason: '登记错人' },
      '更正接收登记',
      '登记错人',
    ],
    undone: [{ type: 'undone', step: 'approve' }, '撤销上一步（误操作）'],
    erased: [{ type: 'erased' }, '删除个人信息'],
  }
  const WHO: readonly (readonly [Actor, string, string])[] = [
    ['member', 'account-1', '本人'],
    ['secretary', `staff-${NAME}`, NAME],
    ['province', '11', '外省系统'],
    ['link', 'link-1', '原团组织'],
    ['system', 'system', '系统'],
    ['secretary', 'staff-gone', '已注销的工作人员'],
  ]

  it('has a sheet for each thing: what was done to everybody, whom it expected, its figures and what staff did', async () => {
    addBranch(cloud, BRANCH)
    desk = addStaff(cloud, NAME, BRANCH, 'secretary')
    const [whole, part] = [await aStudent(cloud), await aStudent(cloud)]
    const rows = [
      { name: whole.person.name, studentNumber: '42410001', idNumber: whole.person.idNumber },
      { name: part.person.name, studentNumber: '42410002' },
      { name: '未来者', last4: '1234' },
    ]
    valueOf(await desk.desk('roster.import', { branchId: BRANCH, importId: 'archive', rows }))
    const [first, second] = [await whole.started({ branchId: BRANCH }), await part.started({ branchId: BRANCH })]
    await desk.approved(first)
    const other = await (await aStudent(cloud)).started({ branchId: BRANCH })
    const items = [second, other].map(({ id, version }) => ({ id, version, verdict: 'return', reason: '=请写全名' }))
    valueOf(await desk.decideAll(items))
    valueOf(await desk.desk('desk.reveal', { id: first.id, field: 'phone', why: '当面核对过' }))
    valueOf(await desk.desk('branch.save', { id: BRANCH, contact: '团委办公室', address: '办公楼 101' }))
    addStaff(cloud, 'words-colleague', BRANCH, 'counsellor')
    valueOf(await desk.desk('staff.remove', { branchId: BRANCH, id: 'staff-words-colleague' }))
    await cloud.clock.tick()
    const told = Object.values(DONE).map(([body, , ,], i) => {
      const [by, who] = WHO[i % WHO.length] ?? WHO[0] ?? (['system', ''] as const)
      return { at: NOW + i * MINUTE, by, who, ...body }
    })
    const { idNumber, memberNumber = '' } = person(990)
    addAlike(cloud, first.id, [
      {
        ...{ id: 'told', reference: TOLD, person: { name: '=旧名', idNumber, memberNumber } },
        fields: () => ({ events: told }),
      },
    ])
    const sheets = await sheetsOf({ branchId: BRANCH, archive: true })

    expect(Object.keys(sheets)).toEqual(['转接情况', '办理记录', '名单', '每日数字', '操作记录'])
    const [heading, ...log] = sheets['办理记录'] ?? []
    expect(heading).toEqual(['登记编号', '姓名', '时间', '谁', '做了什么', '说明'])
    expect(log.filter(([reference]) => reference === TOLD)).toEqual(
      Object.values(DONE).map(([, what, why = ''], i) => [
        ...[TOLD, "'=旧名", `2024-09-05 10:${String(i).padStart(2, '0')}`],
        ...[WHO[i % WHO.length]?.[2], what, why],
      ]),
    )
    expect(log.filter(([reference]) => reference === second.reference).map((line) => line.slice(3))).toEqual([
      ['本人', '登记', ''],
      [NAME, '退回', "'=请写全名"],
    ])
    expect(sheets['名单']).toEqual([
      ['学号', '姓名', '登记编号', '与登记是否一致'],
      ['42410001', whole.person.name, first.reference, '完全一致'],
      ['42410002', part.person.name, second.reference, '部分一致'],
      ['', '未来者', '', '未登记'],
    ])
    const today = beijingDay(cloud.clock.now())
    expect(sheets['每日数字']?.[0]).toEqual(['日期', '登记', '同意', '确认', '失败'])
    expect(sheets['每日数字']?.at(-1)).toEqual([today, '3', '1', '0', '0'])
    expect(sheets['操作记录']?.[0]).toEqual(['时间', '谁', '做了什么', '对谁或多少', '原因'])
    expect(sheets['操作记录']?.slice(1).map((line) => line.slice(1))).toEqual([
      [NAME, '移除权限', 'words-colleague 辅导员', ''],
      [NAME, '修改支部信息', '2 项', ''],
      [NAME, '查看号码', `${first.reference} 手机号`, '当面核对过'],
      [NAME, '办理', '退回 2 人', "'=请写全名"],
      [NAME, '办理', `${first.reference} 同意`, ''],
      [NAME, '导入新生名单', 'archive', ''],
    ])
  })
  /** Everything that staff may do, as the log keeps it and as the sheet says it. */
  const DEEDS: { readonly [W in AuditWhat]: readonly [Partial<AuditRecord>, string, string] } = {
    reveal: [{ whom: '1234567890 idNumber' }, '查看号码', '1234567890 身份证号'],
    export: [{ whom: '3 registered' }, '导出表格', '3 待审核'],
    release: [{ whom: '1234567890' }, '移除有冲突的身份证号', '1234567890'],
    recoveryCode: [{ whom: '1234567890' }, '发出恢复码', '1234567890'],
    phones: [{ whom: '12' }, '读取名单上的手机号', '12'],
    import: [{ whom: 'list-1' }, '导入新生名单', 'list-1'],
    rosterRemove: [{ whom: '2' }, '从名单中移出', '2'],
    rosterUndo: [{ whom: 'list-1' }, '撤销名单导入', 'list-1'],
    branchSave: [
      { whom: 'phone', changes: [{ field: 'phone', from: '', to: '62332000' }] },
      ...(['修改支部信息', '1 项'] as const),
    ],
    branchCreate: [{ whom: '=新支部' }, '新建支部', "'=新支部"],
    branchClose: [{ whom: '旧支部' }, '关闭支部', '旧支部'],
    staffInvite: [{ whom: 'cadre' }, '发出邀请码', '支委'],
    staffUninvite: [{ whom: 'counsellor' }, '撤销邀请码', '辅导员'],
    staffAccept: [{ whom: 'secretary' }, '接受邀请', '书记'],
    staffGrant: [{ whom: '1234567890 secretary' }, '授予权限', '1234567890 书记'],
    staffRemove: [{ whom: 'cadre', whomStaff: 'staff-unknown' }, '移除权限', '已注销的工作人员 支委'],
    provinceRegister: [{ whom: '11 某省' }, '登记外省市系统的公钥', '11 某省'],
    provinceRevoke: [{ whom: '11 某省' }, '停用外省市系统的公钥', '11 某省'],
    archive: [{ whom: '40' }, '导出全部存档', '40'],
    decide: [
      { whom: 'approve return confirm receive undo', count: 5 },
      '办理',
      '同意 退回 记录结果 登记材料 撤销上一步 5 人',
    ],
  }

  it('says in words what staff did, the newest first', async () => {
    const branchId = addBranch(cloud, 'words-deeds')
    desk = addStaff(cloud, 'words-deeds-desk', branchId, 'secretary')
    const all = Object.entries(DEEDS)
    const entries = all.map(([what, [given]], i) => ({
      ...{ _id: `deed-${what}`, at: NOW + i * MINUTE, position: positionOf(NOW + i * MINUTE, what), scope: 'all' },
      ...{ branchId, by: 'deployment', keys: [auditKey()], what, whomStaff: null, why: WHY, count: null, changes: [] },
      ...given,
    }))
    for (const entry of entries) new Elsewhere(cloud).add('audit', entry)
    const sheet = (await sheetsOf({ branchId, archive: true }))['操作记录'] ?? []
    expect(sheet.slice(1).toReversed()).toEqual(
      all.map(([, [, deed, whom]], i) => [...[`2024-09-05 10:${String(i).padStart(2, '0')}`, '部署', deed, whom, WHY]]),
    )
  })
})
