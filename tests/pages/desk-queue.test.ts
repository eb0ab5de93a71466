import type { DeskItem, DeskTransfer } from '../../cloudfunctions/contract'
import { describe, expect, it } from 'vitest'
import {
  belongs,
  emptyText,
  filtersOf,
  firstFilter,
  hintOf,
  keptFilter,
  queryOf,
  type FilterKey,
  type Sort,
} from '../../miniprogram/desk/queue/filters'
import { caseFile } from '../../miniprogram/desk/components/case-file/view'
import { choicesOf, desksOf } from '../../miniprogram/desk/desk'
import { People } from '../../miniprogram/desk/queue/people'
import { barOf, choiceOf, decided, itemOf, questionOf, rowOf } from '../../miniprogram/desk/queue/view'
import { remindedInList } from '../../miniprogram/desk/texts/reminding'
import { aBranch, aFile, anItem, aSummary, aTransfer, NOW } from './desk-views'

const asks = {
  now: NOW,
  mixed: false,
  overdueAfterDays: 3,
  choosable: true,
  chosen: false,
  settled: false,
  error: '',
}
const words = (hints: { text: string }[]) => hints.map(({ text }) => text)

describe('a row of the queue', () => {
  it('says who, from where and for how many days, by student number where there is one', () => {
    const known = rowOf(anItem({ studentNumber: 'M202410387', since: '2024-11-17T05:00:00.000Z' }), asks)
    expect([known.number, known.numbered, known.origin, known.days]).toEqual(['M202410387', true, '京外', '5 天'])
    const unknown = rowOf(anItem({ origin: 'beijing' }), asks)
    expect([unknown.number, unknown.numbered, unknown.origin, unknown.days]).toEqual([
      '登记编号 2411 0382 70',
      false,
      '京内',
      '今天',
    ])
    expect(unknown.spoken).toBe('王小明，登记编号 2411 0382 70，京内，3 小时前')
  })

  it('marks the roster match of a person who waits, and nothing where the branch has no roster', () => {
    expect(words(rowOf(anItem({ rosterMatch: 'full' }), asks).hints)).toEqual(['名单一致'])
    expect(words(rowOf(anItem({ warnings: ['NOT_ON_ROSTER'] }), asks).hints)).toEqual(['不在名单'])
    expect(words(rowOf(anItem(), asks).hints)).toEqual([])
  })

  it('marks the overdue and every warning, what is bad first', () => {
    const row = rowOf(anItem({ overdue: true, warnings: ['CADRE', 'ID_CONFLICT'] }), asks)
    expect(words(row.hints)).toEqual(['身份证号已由其他账号登记', '超过 3 天未审核', '团干部'])
    const party = anItem({ stage: 'announced', overdue: true })
    expect(words(rowOf(party, { ...asks, overdueAfterDays: 7 }).hints)).toEqual(['超过 7 天未接收'])
  })

  it('says of a failure which fields differ, and of Party papers what is missing', () => {
    const failure = { code: 'MISMATCH', differs: ['name', 'memberNumber'] } as const
    const failed = anItem({ stage: 'failed', failure: { ...failure, differs: [...failure.differs] } })
    expect(rowOf(failed, asks).hints).toEqual([{ text: '姓名、团员编号不一致', tone: 'bad' }])
    const told = anItem({ stage: 'failed', failure: { code: 'OFFICIAL_FAILURE' } })
    expect(words(rowOf(told, asks).hints)).toEqual(['北京系统返回失败'])
    const party = anItem({ stage: 'announced', missing: ['letter', 'materials', 'receipt'] })
    expect(words(rowOf(party, asks).hints)).toEqual(['缺介绍信', '缺材料', '回执未寄'])
  })

  it('tells a confirmed success from a mere match', () => {
    const matched = anItem({ stage: 'transferred', confirmedBy: 'link' })
    expect(rowOf(matched, asks)).toMatchObject({ tells: true, stage: { text: '信息核对一致', tone: 'wait' } })
    expect(rowOf({ ...matched, confirmedBy: 'secretary' }, asks).stage).toEqual({ text: '转移成功', tone: 'done' })
    const submitted = anItem({ stage: 'approved', submittedAt: '2024-11-22T03:05:00.000Z' })
    expect(rowOf(submitted, asks).stage.text).toBe('已提交，待校核')
  })

  it('names the stage in a list of several stages', () => {
    const row = rowOf(anItem(), asks)
    expect([row.stage.text, row.tells]).toEqual(['待团支部审核', false])
    expect(rowOf(anItem(), { ...asks, mixed: true }).tells).toBe(true)
  })

  it('says of an approval and of a failure what the open file says, in whatever list it stands', () => {
    const waiting = aFile({ stage: 'approved', readyAt: '2024-11-23T06:05:30.000Z' })
    const ready = aFile({ stage: 'approved', readyAt: '2024-11-22T06:00:00.000Z' })
    const failed = aFile({ stage: 'returned', origin: 'beijing', failure: { code: 'OFFICIAL_FAILURE' } })
    for (const file of [waiting, ready, failed]) {
      const { tag } = caseFile(file, NOW)
      for (const row of [rowOf(itemOf(file), asks), rowOf(decided(anItem(), file), asks)])
        expect([row.tells, row.stage]).toEqual([true, tag])
    }
    expect(rowOf(anItem({ stage: 'returned' }), asks).tells).toBe(false)
  })

  it('can be chosen where something can be decided, and by who reminds also where something is left to do', () => {
    const marks = (given: Partial<DeskItem>, reminds: boolean) => {
      const people = new People(reminds)
      const item = anItem(given)
      people.append([item])
      people.chooseAll(true)
      return people.row(item, asks).mark
    }
    expect(marks({}, false)).toBe('on')
    const returned: Partial<DeskItem> = { stage: 'returned', membersTurn: true, allowedActions: [] }
    expect([marks(returned, false), marks(returned, true)]).toEqual(['none', 'on'])
    expect(marks({ stage: 'withdrawn', allowedActions: [] }, true)).toBe('none')
    expect(marks({ stage: 'returned', allowedActions: ['undo'] }, false)).toBe('on')
  })

  it('cannot be chosen when it was decided just now', () => {
    const people = new People()
    const item = anItem()
    people.append([item])
    people.take(item, () => false)
    expect(people.row(item, asks).mark).toBe('none')
  })

  it('says why a reminder did not reach the person, until something else is said', () => {
    const people = new People(true)
    const item = anItem()
    people.append([item])
    const { errors, text } = remindedInList({ reached: [], unreached: [{ id: 'one', why: 'lately' }] })
    expect(text).toBe('1 人没有提醒到，原因写在各人名下。')
    expect(people.tell(errors)).toEqual(['one'])
    expect(people.row(item, asks).error).toBe('没有提醒：12 小时内已提醒过')
    expect(people.tell(new Map())).toEqual(['one'])
    expect(people.row(item, asks).error).toBe('')
  })

  it('is small enough for a page of twenty to go to the screen in one piece', () => {
    const warnings = ['NOT_ON_ROSTER', 'NUMBER_ELSEWHERE', 'ID_CONFLICT'] as const
    const item = anItem({ id: 'x'.repeat(32), name: '阿依古丽·买买提', overdue: true, warnings: [...warnings] })
    const rows = Array.from({ length: 20 }, (_, i) => [`rows[${String(i)}]`, rowOf(item, asks)])
    expect(JSON.stringify(Object.fromEntries(rows)).length).toBeLessThan(10 * 1024)
  })
})

describe('the bar below the queue', () => {
  const by = { besideOfficial: true, reminds: false }

  it('is not there when nobody is chosen', () => {
    expect(barOf([], by)).toBeNull()
  })

  it('approves with the official system named where the branch works beside it', () => {
    const chosen = [anItem(), anItem({ id: 'two' })]
    expect(barOf(chosen, by)?.primary?.label).toBe('同意 2 人（已在北京共青团系统同意）')
    expect(barOf(chosen, { ...by, besideOfficial: false })?.primary?.label).toBe('同意 2 人')
  })

  it('offers only what is allowed, and says for how many when that is not all', () => {
    const approved = anItem({ id: 'two', stage: 'approved', allowedActions: ['return', 'confirm'] })
    expect(barOf([anItem(), approved], by)).toEqual({
      chosen: '已选 2 人',
      primary: {
        verdict: 'approve',
        label: '同意 1 人（已在北京共青团系统同意）',
        spoken: '同意 1 人（已在北京共青团系统同意）',
      },
      others: [
        { verdict: 'confirm', label: '登记 1 人的北京系统结果…', spoken: '登记 1 人的北京系统结果…' },
        { verdict: 'return', label: '退回…', spoken: '退回 2 人…' },
      ],
      remind: null,
    })
  })

  it('never makes returning the primary button', () => {
    const approved = anItem({ stage: 'approved', allowedActions: ['return'] })
    expect(barOf([approved], { ...by, besideOfficial: false })).toEqual({
      chosen: '已选 1 人',
      primary: null,
      others: [{ verdict: 'return', label: '退回…', spoken: '退回 1 人…' }],
      remind: null,
    })
  })

  it('takes the newest step of those who are chosen back, where it can be', () => {
    const back = anItem({ id: 'two', stage: 'returned', allowedActions: ['undo'] })
    expect(barOf([back], by)).toMatchObject({
      primary: null,
      others: [{ verdict: 'undo', label: '撤销上一步…', spoken: '撤销 1 人的上一步…' }],
    })
    expect(barOf([anItem(), back], by)?.others.at(-1)?.label).toBe('撤销 1 人的上一步…')
  })

  it('reminds those whose own step is next, where one may', () => {
    const reminds = { besideOfficial: true, reminds: true }
    const done = anItem({ id: 'two', stage: 'transferred', allowedActions: ['confirm'] })
    const theirs = anItem({ membersTurn: true })
    expect(barOf([anItem()], reminds)?.remind).toBeNull()
    expect(barOf([theirs], reminds)?.remind).toEqual({ label: '提醒…', spoken: '微信提醒 1 人…' })
    expect(barOf([theirs, done], reminds)?.remind?.label).toBe('提醒 1 人…')
    expect(barOf([done], reminds)?.remind).toBeNull()
  })

  it('asks about those alone for whom the verdict is allowed', () => {
    const approved = anItem({ id: 'two', stage: 'approved', allowedActions: ['confirm'] })
    const question = questionOf('approve', [anItem(), approved], {
      kind: 'league',
      besideOfficial: true,
      role: 'secretary',
    })
    expect(question.subjects.map(({ id }) => id)).toEqual(['one'])
  })

  it('offers to choose all that are shown, and then everybody of the filter', () => {
    const tally = (given: object) => ({ total: 40, open: 40, chosen: 0, settled: 0, ...given })
    expect(choiceOf(tally({}), 40, true, 3000)).toEqual({ count: '已显示 40 人，还有更多', mark: 'off', everybody: '' })
    expect(choiceOf(tally({ chosen: 40 }), 40, true, 3000).everybody).toBe('选择全部 3000 人')
    expect(choiceOf(tally({ chosen: 40 }), 40, true, null).everybody).toBe('选择全部')
    const all = tally({ total: 3000, open: 3000, chosen: 3000 })
    expect(choiceOf(all, 40, false, 3000)).toEqual({ count: '已显示 40 人，共 3000 人', mark: 'on', everybody: '' })
    expect(choiceOf(tally({ open: 0 }), 40, false, null).mark).toBe('none')
    expect(choiceOf(tally({ open: 1, chosen: 1 }), 40, false, null).mark).toBe('on')
    // As many as the filter counts, and apart from them who has just been decided about.
    const settled = tally({ total: 2, open: 1, settled: 1 })
    expect(choiceOf(settled, 2, false, null).count).toBe('还有 1 人，另 1 人状态已变')
  })
})

describe('choosing in the list', () => {
  const five = () => {
    const people = new People()
    people.append(['a', 'b', 'c', 'd', 'e'].map((id) => anItem({ id, ...(id === 'c' ? { allowedActions: [] } : {}) })))
    return people
  }
  const chosen = (people: People) => people.chosen().map(({ id }) => id)

  it('takes everybody between two, upwards and downwards, as far as they can be chosen', () => {
    const people = five()
    expect(people.chooseRange(1, 3)).toEqual(['b', 'd'])
    expect(people.chooseRange(1, 0)).toEqual(['a'])
    expect(chosen(people)).toEqual(['a', 'b', 'd'])
  })

  it('goes on to the next who waits, after the last to the first, and to nobody once all are decided', () => {
    const people = five()
    expect(people.nextAfter('b')?.id).toBe('d')
    expect(people.nextAfter('e')?.id).toBe('a')
    for (const id of ['a', 'b', 'd']) people.take(anItem({ id }), () => false)
    expect(people.nextAfter('e')).toBeUndefined()
    expect(people.nextAfter('nobody')).toBeUndefined()
  })
})

describe('an item after a decision', () => {
  it('has the new stage, version and rights and is no longer overdue', () => {
    const transfer = aTransfer({ stage: 'approved', version: 2, allowedActions: ['return', 'confirm'] })
    expect(decided(anItem({ overdue: true, warnings: ['CADRE'] }), transfer)).toMatchObject({
      stage: 'approved',
      version: 2,
      overdue: false,
      warnings: ['CADRE'],
      allowedActions: ['return', 'confirm'],
    })
  })

  it('stays overdue where a Party branch has recorded papers, and neither accepted online nor got the letter', () => {
    const before = anItem({ stage: 'announced', overdue: true })
    const after = (facts: DeskTransfer['facts']) =>
      decided(before, aTransfer({ kind: 'party', stage: 'announced', ...(facts === undefined ? {} : { facts }) }))
        .overdue
    const at = '2024-11-22T03:05:00.000Z'
    expect(after({ materials: at })).toBe(true)
    expect(after({ materials: at, letter: at })).toBe(false)
    expect(after({ online: at })).toBe(false)
  })

  it('loses a confirmation that was taken back', () => {
    const before = anItem({ stage: 'transferred', confirmedBy: 'secretary' })
    expect(decided(before, aTransfer({ stage: 'failed' }))).not.toHaveProperty('confirmedBy')
  })

  it('is the same whether it comes from the list or from the file', () => {
    expect(itemOf(aFile())).toEqual(anItem())
  })
})

describe('the filters', () => {
  const league = { kind: 'league', overdueAfterDays: 3 } as const

  it('begin with what waits for this kind of branch', () => {
    expect(firstFilter('league')).toBe('registered')
    expect(firstFilter('party')).toBe('announced')
    const labels = (kind: 'league' | 'party') => filtersOf({ ...league, kind }, null).map(({ label }) => label)
    expect(labels('league')).toEqual([
      '待审核',
      '超过 3 天',
      '与名单一致',
      '已同意',
      '待确认',
      '失败',
      '已成功',
      '已退回',
      '不在名单',
      '全部',
    ])
    expect(labels('party')).toEqual([
      '已发起转出',
      '超过 3 天',
      '缺介绍信',
      '缺材料',
      '预备期将满',
      '回执未寄',
      '准备中',
      '已接收',
      '已退回',
      '不在名单',
      '全部',
    ])
  })

  it('count what the summary counts and are silent about nobody', () => {
    const stages = { registered: 38, failed: 0, transferred: 9 }
    const summary = aSummary({ stages, overdue: 4, confirmedBy: { link: 2, secretary: 7 }, unconfirmed: 3, total: 60 })
    const counts = (kind: 'league' | 'party', counted = summary) =>
      Object.fromEntries(filtersOf({ ...league, kind }, counted).map(({ key, count }) => [key, count]))
    expect(counts('league')).toMatchObject({
      registered: '38',
      overdue: '4',
      unconfirmed: '3',
      transferred: '7',
      failed: '',
      absent: '',
      all: '60',
    })
    expect(counts('party', aSummary({ lacking: { letter: 5, materials: 0, receipt: 2 } }))).toMatchObject({
      noLetter: '5',
      noMaterials: '',
      noReceipt: '2',
    })
  })

  const look = (filter: FilterKey, text = '', sort: Sort = 'waiting') => ({ filter, text, sort })

  it('ask the server for their part, twenty at a time', () => {
    expect(queryOf('branch', look('approved'))).toEqual({ branchId: 'branch', stage: 'approved', limit: 20 })
    expect(queryOf('branch', look('overdue'), 'next')).toEqual({
      branchId: 'branch',
      overdue: true,
      cursor: 'next',
      limit: 20,
    })
    expect(queryOf('branch', look('absent'))).toEqual({ branchId: 'branch', rosterMatch: 'none', limit: 20 })
    expect(queryOf('branch', look('unconfirmed'))).toEqual({ branchId: 'branch', confirmed: false, limit: 20 })
    expect(queryOf('branch', look('transferred'))).toMatchObject({ stage: 'transferred', confirmed: true })
    expect(queryOf('branch', look('noReceipt'))).toMatchObject({ lacks: 'receipt' })
    expect(queryOf('branch', look('probation'))).toMatchObject({ probationEndsWithin: 30 })
  })

  it('stay on while somebody is searched for, and take another order where there is one', () => {
    expect(queryOf('branch', look('approved', ' 王 '))).toEqual({
      branchId: 'branch',
      stage: 'approved',
      text: '王',
      limit: 20,
    })
    expect(queryOf('branch', look('all', '王'))).toEqual({ branchId: 'branch', text: '王', limit: 20 })
    expect(queryOf('branch', look('registered', '', 'name'))).toMatchObject({ sort: 'name' })
    expect(queryOf('branch', look('overdue', '', 'name'))).toMatchObject({ overdue: true, sort: 'name' })
  })

  it('know who no longer belongs in them', () => {
    expect(belongs(anItem(), 'registered')).toBe(true)
    expect(belongs(anItem({ stage: 'approved' }), 'registered')).toBe(false)
    expect(belongs(anItem(), 'overdue')).toBe(false)
    const matched = anItem({ stage: 'transferred', confirmedBy: 'member' })
    expect([belongs(matched, 'unconfirmed'), belongs(matched, 'transferred')]).toEqual([true, false])
    const confirmed = { ...matched, confirmedBy: 'secretary' as const }
    expect([belongs(confirmed, 'unconfirmed'), belongs(confirmed, 'transferred')]).toEqual([false, true])
    const submitted = anItem({ stage: 'approved', submittedAt: '2024-11-22T03:05:00.000Z' })
    expect([belongs(submitted, 'unconfirmed'), belongs(anItem({ stage: 'approved' }), 'unconfirmed')]).toEqual([
      true,
      false,
    ])
    expect(belongs(anItem({ missing: ['letter'] }), 'noLetter')).toBe(true)
    expect(belongs(anItem({ missing: ['receipt'] }), 'noLetter')).toBe(false)
  })

  it('stay when the branch is changed for one of the same kind', () => {
    expect(keptFilter('failed', 'league')).toBe('failed')
    expect(keptFilter('failed', 'party')).toBe('announced')
  })

  it('say what an empty list means', () => {
    expect(emptyText(look('registered'), league)).toContain('没有待审核的申请')
    expect(emptyText(look('registered', '龘'), league)).toContain('在“待审核”中没有找到“龘”')
    expect(emptyText(look('all', '龘'), league)).toMatch(/^没有找到“龘”/u)
    expect(emptyText(look('overdue'), league)).toBe('没有超过 3 天未审核的申请。')
    expect(emptyText(look('overdue'), { kind: 'party', overdueAfterDays: 7 })).toBe('没有超过 7 天未接收的申请。')
  })

  it('say that without a roster nobody can be on it', () => {
    expect(hintOf(look('absent'), [anItem()])).toContain('还没有导入新生名单')
    expect(hintOf(look('absent'), [anItem({ warnings: ['NOT_ON_ROSTER'] })])).toBe('')
    expect(hintOf(look('registered'), [anItem()])).toBe('')
  })
})

describe('the choice of a desk', () => {
  const secretary = {
    id: 's',
    branchId: 'branch',
    branchName: '计通24级临时团支部',
    branchKind: 'league',
    role: 'secretary',
  } as const
  const party = aBranch({ id: 'party', kind: 'party', shortName: '', fullName: '计通学院党委', besideOfficial: false })

  it('shows a secretary the own branches alone', () => {
    expect(desksOf([secretary], [aBranch({ besideOfficial: false }), party])).toEqual([
      {
        id: 'branch',
        name: '计通24级临时团支部',
        kind: 'league',
        besideOfficial: false,
        joinable: true,
        closed: false,
        overdueAfterDays: 3,
        role: 'secretary',
      },
    ])
  })

  it('says by which right one acts where there are several: the one that reaches farther', () => {
    const rights = [
      { ...secretary, role: 'cadre' as const },
      { ...secretary, branchId: '*', role: 'administrator' as const },
    ]
    expect(desksOf(rights, [party, aBranch()]).map(({ id, role }) => [id, role])).toEqual([
      ['branch', 'administrator'],
      ['party', 'administrator'],
    ])
  })

  it('lets an administrator choose among all branches of both kinds', () => {
    const admin = { ...secretary, branchId: '*', role: 'administrator' } as const
    expect(choicesOf(desksOf([admin], [aBranch({ joinable: false }), party]))).toEqual([
      { id: 'branch', name: '计通24级临时团支部', sub: '团支部 · 管理员 · 未开放加入' },
      { id: 'party', name: '计通学院党委', sub: '党支部 · 管理员' },
    ])
  })
})
