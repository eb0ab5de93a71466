import { describe, expect, it } from 'vitest'
import type { AuditEntry, DeskItem, DeskSummary, OverviewRow } from '../../cloudfunctions/contract'
import { auditLine } from '../../miniprogram/desk/audit/view'
import {
  changesOf,
  errorsOf,
  fieldsOf,
  formLike,
  formOf,
  isChanged,
  isSameNameAlone,
  newForm,
  nextYear,
  openingGap,
  rosterChoices,
  typed,
} from '../../miniprogram/desk/branch/view'
import { unfinishedIn } from '../../miniprogram/desk/close/view'
import { faultsText } from '../../miniprogram/desk/texts/branch'
import { plainText } from '../../miniprogram/desk/components/case-file/view'
import { recoveryUntilText } from '../../miniprogram/desk/texts/case'
import { whyFault } from '../../miniprogram/desk/components/why/view'
import { conflictCard } from '../../miniprogram/desk/conflicts/view'
import { entranceOf } from '../../miniprogram/desk/desk'
import { chooseForExport, takeChosen } from '../../miniprogram/desk/export/chosen'
import { askedFor as askedForFile, columnChoices, firstPart, partChoices } from '../../miniprogram/desk/export/view'
import { askedFor, gapLine, namesToCopy, phonesToCopy } from '../../miniprogram/desk/gaps/view'
import { copiedText, emptyText } from '../../miniprogram/desk/texts/gaps'
import { overviewPage, personLine } from '../../miniprogram/desk/overview/view'
import { listFault, matchOf, namesIn, pickedOf, resultsOf } from '../../miniprogram/desk/pick/view'
import { keyErrors, keyLine, publicKeyOf } from '../../miniprogram/desk/provinces/view'
import { codeCard, invitationLines, staffLines } from '../../miniprogram/desk/staff/view'
import { removalText } from '../../miniprogram/desk/texts/staff'
import { administrationOf, entriesOf, summaryPage } from '../../miniprogram/desk/summary/view'
import { hoursText } from '../../miniprogram/desk/texts/summary'
import { EVERY_BRANCH } from '../../miniprogram/limits'
import { aBranch, anItem, aSummary, NOW } from './desk-views'

const desk = {
  id: 'branch',
  name: '计通24级临时团支部',
  kind: 'league',
  besideOfficial: true,
  joinable: true,
  closed: false,
  overdueAfterDays: 3,
  role: 'secretary',
} as const

describe('the entrance of a page', () => {
  it('is the desk that was asked for, or the only one there is', () => {
    expect(entranceOf([desk], 'branch')).toMatchObject({ decides: true, administrator: false, several: false })
    expect(entranceOf([desk], '')?.desk.id).toBe('branch')
    expect(entranceOf([desk], 'other')).toBeNull()
  })

  it('opens every branch to the administrator alone', () => {
    expect(entranceOf([desk], EVERY_BRANCH)).toBeNull()
    expect(entranceOf([{ ...desk, role: 'administrator' }], EVERY_BRANCH)?.desk.name).toBe('全部团支部、党支部')
  })

  it('knows who only looks on', () => {
    expect(entranceOf([{ ...desk, role: 'cadre' }], 'branch')?.decides).toBe(false)
    expect(entriesOf('league', false)).toEqual([])
  })
})

describe('the summary', () => {
  const summary = aSummary({
    stages: { registered: 38, approved: 20, transferred: 30, failed: 2, returned: 3, withdrawn: 1 },
    total: 94,
    waiting: 12,
    ready: 8,
    overdue: 4,
    rosterSize: 100,
    notRegistered: 18,
    confirmedBy: { member: 5, link: 1, secretary: 24 },
    medianHoursToApprove: 6.25,
  })
  const page = summaryPage(summary, 'league', '计通24级', NOW)

  it('has a bar for every stage, which add up to the total', () => {
    const sum = page.bars.reduce((all, { count }) => all + Number(count), 0)
    expect(String(sum)).toBe(page.total.count)
    expect(page.total).toEqual({ count: '112', text: '新生名单 100 人 + 名单以外或多次申请 12 项' })
  })

  it('tells a match from what the official system confirmed', () => {
    const counts = Object.fromEntries(page.bars.map(({ key, count }) => [key, count]))
    expect(counts).toMatchObject({ matched: '6', transferred: '24', waiting: '12', ready: '8' })
    expect(page.facts).toContainEqual({ key: 'secretary', label: '团支部已确认转移成功', value: '24 人' })
  })

  it('says on whom each waits and where it leads', () => {
    expect(page.bars[0]).toMatchObject({ label: '未登记', waits: '等本人登记并申请', to: 'gaps' })
    expect(page.due).toMatchObject({ count: '38', overdue: '其中 4 人超过 3 天未审核', filter: 'registered' })
  })

  it('says what has to be asked for before the window closes, and when it has', () => {
    const closing = (closesOn: string) => summaryPage({ ...summary, closesOn }, 'league', '计通24级', NOW).closing.text
    expect(closing('2024-11-30')).toBe(
      '2024年11月30日截止，还有 8 天。还有 87 人没有办完，其中 21 人须在截止前申请：18 人未登记、3 人退回后未重新申请。',
    )
    expect(closing('2024-11-22')).toContain('今天是接收的最后一天')
    expect(closing('2024-11-21')).toBe(
      '接收已于 2024年11月21日 截止，不再收新的申请。还有 87 人没有办完，已提交的继续办理。',
    )
    const quiet = (given: Partial<DeskSummary>) =>
      summaryPage(aSummary({ closesOn: '2024-11-30', ...given }), 'league', '计通24级', NOW).closing
    expect(quiet({ rosterSize: 9, stages: { transferred: 9 }, confirmedBy: { member: 2, secretary: 7 } })).toEqual({
      text: '2024年11月30日截止，还有 8 天。还有 2 人没有办完。名单上的人都已申请。',
      tone: 'plain',
    })
    expect(quiet({}).text).toBe('2024年11月30日截止，还有 8 天。还没有导入新生名单，不知道还有谁要申请。')
    expect(page.closing.text).toBe('')
  })

  it('speaks of hours and days', () => {
    expect([0.4, 6.25, 60].map(hoursText)).toEqual(['不到 1 小时', '6.3 小时', '2.5 天'])
  })

  it('draws what happened by day on one scale, from the first day on that had something', () => {
    const days = Array.from({ length: 60 }, (_, i) => ({
      day: new Date(Date.UTC(2024, 8, 24 + i)).toISOString().slice(0, 10),
      registered: i === 40 ? 20 : 0,
      approved: i === 58 ? 5 : 0,
      confirmed: i === 59 ? 1 : 0,
      failed: 0,
    }))
    const { plot } = summaryPage(aSummary({ days }), 'league', '计通24级', NOW)
    expect(plot).toMatchObject({ heading: '近 20 天，最高的一天 20 人', from: '11月3日', to: '11月22日' })
    expect(plot?.rows.map(({ label, total }) => [label, total])).toEqual([
      ['申请', '20'],
      ['同意', '5'],
      ['确认成功', '1'],
    ])
    expect(plot?.rows.map(({ percents }) => [percents.length, Math.max(...percents)])).toEqual([
      [20, 100],
      [20, 25],
      [20, 5],
    ])
    expect(plot?.rows[0]?.spoken).toBe('申请：近 20 天共 20 人，最多的一天 2024年11月3日，20 人')
    expect(summaryPage(aSummary({}), 'league', '', NOW).plot).toBeNull()
  })

  it('has one sentence for the meeting, of the week and of now', () => {
    const days = [{ day: '2024-11-22', registered: 9, approved: 8, confirmed: 7, failed: 1 }]
    const sentence = (given: Partial<DeskSummary>, kind: 'league' | 'party' = 'league') =>
      summaryPage({ ...summary, people: 90, days, ...given }, kind, '计通24级', NOW).sentence
    expect(sentence({})).toBe(
      '截至11月22日，计通24级：新生名单 100 人，未登记 18 人，已登记 90 人；待审核 38 人，转移成功 24 人，转移失败 2 人。近 7 天申请 9 人，同意 8 人，确认成功 7 人。',
    )
    expect(sentence({ rosterSize: 0, stages: { announced: 2, received: 5 } }, 'party')).toBe(
      '截至11月22日，计通24级：已登记 90 人；待接收 2 人，已接收 5 人。近 7 天登记 9 人，收到组织关系 8 人，接收完成 7 人。',
    )
  })

  it('warns before people are erased, and of nobody else', () => {
    const erasing = (given: DeskSummary['erasing']) =>
      summaryPage(aSummary({ erasing: given }), 'league', '', NOW).erasing
    expect(erasing({ count: 12, firstOn: '2024-12-01' })).toBe(
      '2024年12月1日起，12 人的姓名和号码将到期删除，删除后只剩数字。需要留存的，请先导出全部存档。',
    )
    expect(erasing({ count: 0 })).toBe('')
  })

  it('offers an overview only where there is something to look over', () => {
    const pages = (branches: number) => administrationOf(branches).map(({ page: to }) => to)
    expect(pages(0)).not.toContain('overview')
    expect(pages(1)[0]).toBe('overview')
  })

  it('says that there is no roster where there is none', () => {
    expect(summaryPage(aSummary({ rosterSize: 0, notRegistered: 0 }), 'party', '党支部', NOW).total.text).toBe(
      '还没有导入新生名单',
    )
  })
})

describe('the overview of all branches', () => {
  const row = (given: Partial<OverviewRow>): OverviewRow => ({
    branchId: 'a',
    branchName: '计通24级',
    kind: 'league',
    closed: false,
    registered: 4,
    waiting: 6,
    overdue: 2,
    failed: 0,
    done: 30,
    people: 50,
    rosterSize: 90,
    shareDone: 0.3,
    at: '2024-11-22T03:05:00.000Z',
    ...given,
  })
  const rows = [
    row({}),
    row({ branchId: 'b', branchName: '机械 24级', kind: 'party', registered: 1, overdue: 0, done: 0, shareDone: 0 }),
    row({ branchId: 'c', branchName: '计通23级', closed: true, registered: 0, overdue: 0, waiting: 0 }),
  ]
  const page = overviewPage(rows, '', NOW)

  it('keeps the order, says what is late, and puts last year apart', () => {
    expect(page.groups.map(({ heading, lines }) => [heading, lines.map(({ name }) => name)])).toEqual([
      ['', ['计通24级', '机械 24级']],
      ['已关闭（往年）', ['计通23级']],
    ])
    expect(page.groups[0]?.lines[0]).toMatchObject({
      counts: '待办 4（超期 2） · 办理中 6',
      done: '办完 30 / 100 人，30%',
      late: true,
    })
  })

  it('adds up what is open, and says since when the figures stand', () => {
    expect(page.total).toBe(
      '截至11月22日，2 个团支部、党支部共 190 人：待办 5 人，其中 2 人超期，涉及 1 个；办完 30 人。',
    )
    expect(page.since).toContain('最早清点的一个：3 小时前。')
  })

  it('is searched by name, whatever the spaces and the width', () => {
    const found = (text: string) =>
      overviewPage(rows, text, NOW).groups.flatMap(({ lines }) => lines.map(({ id }) => id))
    expect(found('机械24')).toEqual(['b'])
    expect(found('计通２')).toEqual(['a', 'c'])
    expect(found('没有')).toEqual([])
  })
})

describe('somebody whom the administrator has found', () => {
  it('is named with branch, number and where they are', () => {
    const found = { ...anItem({ name: '王小明', studentNumber: 'M202410380' }), branchName: '机械 24级', branchId: 'b' }
    const line = personLine({ ...found, kind: 'league' }, NOW)
    expect(line).toMatchObject({ name: '王小明', number: 'M202410380', branch: '机械 24级', stage: { tone: 'wait' } })
    expect(line.spoken).toContain('王小明，机械 24级，')
    const { studentNumber: _none, ...without } = found
    expect(personLine({ ...without, kind: 'league', erased: true, name: '' }, NOW)).toMatchObject({
      name: '（个人信息已删除）',
      number: expect.stringMatching(/^登记编号 /u) as string,
    })
  })
})

describe('the gaps', () => {
  const missing = { key: 'k', name: '王小明', state: 'notRegistered', since: '2024-11-19T02:00:00.000Z' } as const
  const stuck = { ...missing, key: 'l', name: '李想', state: 'returned', phone: '13800138000' } as const

  it('say where and since when', () => {
    expect(gapLine(stuck, 'league', NOW)).toMatchObject({
      sub: '手机 ****8000',
      when: '11月19日起，已 3 天',
      state: { text: '已退回', tone: 'bad' },
    })
    expect(gapLine(missing, 'league', NOW).when).toBe('列入名单 11月19日，已 3 天')
  })

  it('are asked for by group, so that nobody else’s phone comes along', () => {
    expect(askedFor('notRegistered', 'league')).toEqual(['notRegistered'])
    expect(askedFor('stuck', 'party')).toEqual(['preparing', 'announced', 'returned', 'withdrawn'])
    expect(askedFor('stuck', 'league')).not.toContain('notRegistered')
    expect(askedFor('all', 'league')).toEqual([undefined])
  })

  it('say whether nobody is left or there is no list at all', () => {
    expect(emptyText('notRegistered', 0)).toContain('还没有导入新生名单')
    expect(emptyText('notRegistered', 30)).toBe('名单上的人都已登记。')
    expect(emptyText('all', 30)).toBe('名单上的人都已办完。')
    expect(emptyText('stuck', null)).toContain('没有导入名单的')
  })

  it('are copied as names, or as names with the phones that there are', () => {
    expect(namesToCopy([missing, stuck])).toBe('王小明、李想')
    expect(phonesToCopy([missing, stuck])).toEqual({ text: '李想 13800138000', count: 1 })
    expect(copiedText('phones', 1, 1)).toBe('已复制 1 人的手机号。另有 1 人名单中没有手机号。')
  })
})

describe('names that were pasted', () => {
  it('are recognised in a copied table, each once, whatever their dots', () => {
    expect(namesIn('序号\t姓名\t性别\n1\t王小明\t男\n2\t阿依古丽•买买提\t女\n王小明')).toEqual([
      '王小明',
      '阿依古丽·买买提',
    ])
    expect(namesIn('王小明、李 想；𠮷田')).toEqual(['王小明', '李想', '𠮷田'])
    expect(namesIn('1\tAnna  Petrova\t女\nOK\nM202410380')).toEqual(['Anna Petrova'])
    const official = '序号\t姓 名\t政治面貌\t所在学院\t操作\n1\t王小明\t共青团员\t计算机学院\t同意 拒绝'
    expect(namesIn(official)).toEqual(['王小明'])
  })

  it('are at least one and at most a thousand', () => {
    expect(listFault([])).toContain('没有认出姓名')
    expect(listFault(Array.from({ length: 1_001 }, (_, i) => String(i)))).toContain('认出 1001 人')
    expect(listFault(Array.from({ length: 1_000 }, (_, i) => String(i)))).toBe('')
    expect(listFault(['王小明'])).toBe('')
  })

  it('choose those who can be decided about and share their name with nobody', () => {
    const one = anItem({ id: 'a', name: '王小明' })
    const twins: DeskItem[] = [anItem({ id: 'b', name: '李想' }), anItem({ id: 'c', name: '李想' })]
    const done = anItem({ id: 'd', name: '周舟', allowedActions: [] })
    const matches = [
      matchOf('王小明', [one, anItem({ id: 'e', name: '王小明明' })]),
      matchOf('李想', twins),
      matchOf('周舟', [done]),
      matchOf('没有人', []),
    ]
    expect(matchOf('Anna Petrova', [anItem({ name: 'Anna Petrova' })]).items).toHaveLength(1)
    expect(pickedOf(matches)).toEqual({ items: [one, ...twins, done], chosen: ['a'] })
    expect(resultsOf(matches).map(({ title, names }) => `${title}：${names}`)).toEqual([
      '没有找到 1 人：没有人',
      '可以办理 1 人：王小明',
      '有同名，不自动选中 1 人：李想',
      '等本人或原组织，或已办完，现在不用办理 1 人：周舟',
    ])
  })
})

describe('the branch as a form', () => {
  const branch = aBranch({ handIn: { who: '辅导员', where: '学院办公室' }, closesOn: '2024-12-31' })

  it('sends only what was changed', () => {
    expect(changesOf(formOf(branch), branch)).toEqual({})
    expect(changesOf({ ...formOf(branch), waitHours: '４８', closesOn: '' }, branch)).toEqual({
      waitHours: 48,
      closesOn: null,
    })
  })

  it('has no hand-in where nothing of it is filled in', () => {
    expect(fieldsOf({ ...formOf(branch), handInWho: ' ', handInWhere: '' }).handIn).toBeNull()
  })

  it('asks to compare again what was changed after it was confirmed', () => {
    expect(typed({ ...newForm(), systemIdConfirmed: true }, 'systemId', '5324993').systemIdConfirmed).toBe(false)
    expect(typed({ ...newForm(), systemIdConfirmed: true }, 'address', '学院路').systemIdConfirmed).toBeUndefined()
  })

  it('shows each fault beside its field and names them all', () => {
    const errors = errorsOf([
      { path: 'waitHours', rule: 'range' },
      { path: 'handIn.to', rule: 'order' },
      { path: 'reasons.3', rule: 'length' },
    ])
    expect(errors).toEqual({
      waitHours: '等待时间应为 24 至 720 小时。不能短于一天',
      handInTo: '上交截止日期不能早于开始日期',
      reasons: '转出原因太长，请缩短后再保存',
    })
    expect(faultsText(Object.keys(errors))).toBe('有 3 处要改：等待时间、上交截止日期、转出原因。')
  })

  it('is begun like last year’s, with its own names, numbers and dates asked for anew', () => {
    const like = formLike(
      aBranch({ shortName: '计通24级', letterDestination: '某处', opensOn: '2024-08-01', joinable: true }),
    )
    expect(like).toMatchObject({
      shortName: '计通25级',
      systemId: '',
      letterDestination: '',
      opensOn: '',
      joinable: false,
    })
    expect(like.contact).toBe(aBranch().contact)
    expect(['某学院2099级', '2024届', '第24团支部'].map(nextYear)).toEqual(['某学院2000级', '2025届', '第24团支部'])
  })

  it('says what is missing before it opens', () => {
    const ready = { ...formOf(aBranch()), joinable: false }
    expect(openingGap({ ...ready, systemId: ' ', contact: '' })).toBe('开放加入前还要填：组织 ID、联系人。')
    expect([openingGap(ready), openingGap({ ...ready, systemId: '', joinable: true })]).toEqual(['', ''])
  })

  it('knows what is not saved', () => {
    expect(isChanged(formOf(branch), branch, newForm())).toBe(false)
    expect(isChanged({ ...formOf(branch), contact: '周宁' }, branch, newForm())).toBe(true)
    expect([isChanged(newForm(), null, newForm()), isChanged({ ...newForm(), phone: '1' }, null, newForm())]).toEqual([
      false,
      true,
    ])
  })

  it('is asked once more where nothing but its name is taken', () => {
    const taken = { path: 'fullName', rule: 'taken' } as const
    expect([[taken], [taken, { path: 'phone', rule: 'length' } as const], []].map(isSameNameAlone)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('of a Party branch reads its own list or that of a League branch, each once', () => {
    const leagues = [
      { id: 'a', name: '计通24级' },
      { id: 'a', name: '计通24级' },
    ]
    expect(rosterChoices(leagues, 'gone').map(({ value }) => value)).toEqual(['', 'a', 'gone'])
    expect(fieldsOf({ ...newForm(), rosterOf: 'a' }).rosterOf).toBeNull()
    expect(fieldsOf({ ...newForm(), kind: 'party', rosterOf: 'a' }).rosterOf).toBe('a')
  })

  it('is counted before it is closed: what is over is not left', () => {
    expect(unfinishedIn({ stages: { registered: 3, failed: 1, transferred: 9, received: 2, withdrawn: 4 } })).toBe(4)
  })

  it('sends a wait that is no number as one that is out of range', () => {
    expect(fieldsOf({ ...newForm(), waitHours: '一天' }).waitHours).toBe(-1)
  })
})

describe('a file of the branch', () => {
  it('is of all, of a part, or of those who were chosen in the list', () => {
    const columns = columnChoices('league')
    expect(columns.map(({ label }) => label)).not.toContain('党费交至')
    expect(askedForFile('all', columns, null, false)).toEqual({})
    expect(askedForFile('unconfirmed', columns, null, false)).toEqual({ confirmed: false })
    const chosen = { ids: ['a', 'b'] }
    expect(partChoices('league', chosen)[0]).toEqual({ value: 'chosen', label: '刚才选中的 2 人' })
    expect(partChoices('party', { text: '王' })[0]?.label).toBe('刚才列表中筛选出的人')
    expect(askedForFile('chosen', columns, chosen, false)).toEqual(chosen)
    expect(askedForFile('chosen', columns, chosen, true)).toEqual({ archive: true })
  })

  it('begins with those who were selected or searched for, and else with everybody', () => {
    expect([null, { ids: ['a'] }, { text: '王' }, { stage: 'registered' as const }].map(firstPart)).toEqual([
      'all',
      'chosen',
      'chosen',
      'all',
    ])
  })

  it('has the columns that were left on', () => {
    const columns = columnChoices('party').map((one) => ({ ...one, on: one.key === 'name' || one.key === 'letter' }))
    expect(askedForFile('all', columns, null, false)).toEqual({ columns: ['name', 'letter'] })
  })

  it('is about whom the list handed over, once', () => {
    chooseForExport({ ids: ['a'] })
    expect([takeChosen(), takeChosen()]).toEqual([{ ids: ['a'] }, null])
  })
})

describe('the staff', () => {
  const right = { branchId: 'branch', branchName: '', branchKind: 'league' } as const
  const lines = staffLines(
    [
      { ...right, id: 'c', role: 'counsellor', name: '周老师', wechats: 2 },
      { ...right, id: 's', role: 'secretary', name: '王书记', wechats: 1 },
    ],
    ['s'],
  )

  it('stands in the order of the roles, and I am marked', () => {
    expect(lines.map(({ name, role, own }) => [name, role, own])).toEqual([
      ['王书记', '书记', true],
      ['周老师', '辅导员', false],
    ])
  })

  it('offers nobody to remove the last who decides, as which they know themselves', () => {
    expect(lines.map(({ last, act }) => [last !== '', act])).toEqual([
      [true, '交接'],
      [false, '移除'],
    ])
    const second = { ...right, id: 't', role: 'secretary', name: '李书记', wechats: 1 } as const
    const both = staffLines([{ ...second, id: 's', name: '王书记' }, second], ['s'])
    expect(both.map(({ act }) => act)).toEqual(['离开', '移除'])
  })

  it('is asked in other words before somebody removes themselves', () => {
    expect(lines.map((line) => removalText(line).title)).toEqual(['离开这个工作台', '移除辅导员 周老师'])
  })

  it('says by how many WeChats a right is held, and who is invited to what until when', () => {
    expect(lines.map(({ sub }) => sub)).toEqual(['书记', '辅导员 · 2 个微信'])
    const open = { id: 'i', branchId: 'branch', role: 'cadre', invitedBy: '王书记' } as const
    expect(invitationLines([{ ...open, expiresAt: '2024-11-24T06:05:30.000Z' }], NOW)).toEqual([
      { id: 'i', title: '邀请一位支委', sub: '王书记发出，11月24日 14:06 前有效，只能用一次' },
    ])
  })

  it('hands a code on with what to do with it and until when', () => {
    const card = codeCard('ABCD-EFGH', '2024-11-24T06:05:30.000Z', '辅导员', '计通24级临时团支部', NOW)
    expect(card.until).toBe('11月24日 14:06 前有效，只能用一次')
    expect(card.message).toContain('ABCD-EFGH')
    expect(card.label).toBe('辅导员的邀请码')
  })
})

describe('what is written down', () => {
  it('is read as a sentence with its reason', () => {
    const entry: AuditEntry = {
      at: '2024-11-22T06:00:00.000Z',
      who: '王书记',
      whoId: 'wang',
      what: 'reveal',
      whom: '2411038270 phone',
      why: '核对',
    }
    expect(auditLine(entry, 0, NOW)).toMatchObject({
      what: '查看登记编号 2411 0382 70 的手机号',
      sub: '王书记 · 11月22日 14:00',
      why: '理由：核对',
    })
  })

  it('says of a setting what it was and what it is', () => {
    const entry: AuditEntry = {
      at: '2024-11-22T06:00:00.000Z',
      who: '王书记',
      whoId: 'wang',
      what: 'branchSave',
      whom: 'waitHours joinable',
      changes: [
        { field: 'waitHours', from: 24, to: 48 },
        { field: 'joinable', from: false, to: true },
        { field: 'opensOn', from: null, to: '2024-09-01' },
      ],
    }
    expect(auditLine(entry, 0, NOW).changes).toEqual([
      '等待时间：24 → 48',
      '开放加入：否 → 是',
      '开始接收日期：空 → 2024-09-01',
    ])
  })

  it('names the role, the branch’s fields and the people', () => {
    const what = (deed: AuditEntry['what'], whom: string) =>
      auditLine({ at: '', who: '', whoId: '', what: deed, whom }, 0, NOW).what
    expect(what('staffRemove', '周 老师 counsellor')).toBe('移除辅导员 周 老师')
    expect(what('branchSave', 'waitHours opensOn')).toBe('修改信息：等待时间、开始接收日期')
    expect(what('export', '54')).toBe('导出表格（54 人）')
    expect(what('decide', '2411038270 return')).toBe('退回（登记编号 2411 0382 70）')
    expect(what('provinceRegister', 'shanxi 山西省 智慧团建')).toBe('登记山西省 智慧团建（代码 shanxi）的公钥')
    expect(what('provinceRevoke', 'shanxi')).toBe('停用外省市系统（代码 shanxi）的公钥')
  })

  it('needs a reason of 1 to 200 characters', () => {
    expect(whyFault('  ')).toContain('请写明理由')
    expect(whyFault('字'.repeat(201))).toContain('200 字以内')
    expect(whyFault('核对身份')).toBe('')
  })
})

describe('a conflict', () => {
  it('shows both sides masked, and how often', () => {
    const item = {
      id: 'c',
      at: '2024-11-22T03:05:00.000Z',
      holderName: '王**',
      claimantName: '李*',
      idNumber: '**************315X',
      attempts: 3,
    }
    expect(conflictCard(item, NOW)).toMatchObject({ title: '身份证号后四位 315X', sub: '3 小时前尝试登记，共 3 次' })
    expect(conflictCard({ ...item, holderTransferId: 'one' }, NOW).transferId).toBe('one')
  })

  it('of one name is most likely one person on a new WeChat: a masked name tells nothing', () => {
    const same = (holderName: string, claimantName: string, holderTransferId?: string) =>
      conflictCard(
        {
          id: 'c',
          at: '2024-11-22T03:05:00.000Z',
          holderName,
          claimantName,
          idNumber: '**************315X',
          attempts: 1,
          ...(holderTransferId === undefined ? {} : { holderTransferId }),
        },
        NOW,
      ).same !== ''
    expect(same('阿依古丽·买买提', '阿依古丽•买买提', 't')).toBe(true)
    expect([same('王小明', '李想', 't'), same('王**', '王**', 't'), same('王小明', '王小明')]).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('a key of an outside system', () => {
  it('is refused on the phone when it is private or no key at all', () => {
    expect(publicKeyOf('{"kty":"OKP","x":"a","d":"b"}')).toMatchObject({
      fault: expect.stringContaining('私钥') as string,
    })
    expect(publicKeyOf('ssh-ed25519 AAAA')).toHaveProperty('fault')
    expect(publicKeyOf(' {"kty":"OKP","x":"a"} ')).toEqual({ key: { kty: 'OKP', x: 'a' } })
  })

  it('is listed by its number, and says when it was revoked', () => {
    const key = { code: 'hebei', name: '河北', kid: 'abc' }
    expect(keyLine(key, NOW)).toEqual({ ...key, revoked: '' })
    expect(keyLine({ ...key, revokedAt: '2024-11-20T03:00:00.000Z' }, NOW).revoked).toBe('11月20日停用')
  })

  it('has its faults beside the fields', () => {
    expect(keyErrors([{ path: 'publicKey', rule: 'key' }])).toHaveProperty('jwk')
  })
})

describe('what is shown for a reason', () => {
  it('is spaced as it is read aloud', () => {
    expect(plainText('memberNumber', '201837001234')).toBe('2018 3700 1234')
    expect(plainText('memberNumber', '')).toBe('未填写')
    expect(recoveryUntilText('2024-11-24T06:05:30.000Z', NOW)).toContain('11月24日 14:06 前有效')
  })
})
