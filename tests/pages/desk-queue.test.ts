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
const words = (tags: { text: string }[]) => tags.map(({ text }) => text)

describe('a row of the queue', () => {
  it('says who, from where and how long ago, by student number where there is one', () => {
    expect(rowOf(anItem({ studentNumber: 'M202410387' }), asks).sub).toBe('M202410387 · 京外 · 3 小时前')
    expect(rowOf(anItem({ origin: 'beijing' }), asks).sub).toBe('登记编号 2411 0382 70 · 京内 · 3 小时前')
  })

  it('marks the roster match of a person who waits, and nothing where the branch has no roster', () => {
    expect(words(rowOf(anItem({ rosterMatch: 'full' }), asks).tags)).toEqual(['与新生名单一致'])
    expect(words(rowOf(anItem({ warnings: ['NOT_ON_ROSTER'] }), asks).tags)).toEqual(['不在新生名单'])
    expect(words(rowOf(anItem(), asks).tags)).toEqual([])
  })

  it('marks the overdue and every warning', () => {
    const row = rowOf(anItem({ overdue: true, warnings: ['ID_CONFLICT', 'CADRE'] }), asks)
    expect(words(row.tags)).toEqual(['超过 3 天未审核', '身份证号已由其他账号登记', '团干部'])
    const party = anItem({ stage: 'announced', overdue: true })
    expect(words(rowOf(party, { ...asks, overdueAfterDays: 7 }).tags)).toEqual(['超过 7 天未接收'])
  })

  it('tells a confirmed success from a mere match', () => {
    const matched = anItem({ stage: 'transferred', confirmedBy: 'link' })
    expect(rowOf(matched, asks).tags).toEqual([{ text: '信息核对一致', tone: 'wait' }])
    expect(rowOf({ ...matched, confirmedBy: 'secretary' }, asks).tags).toEqual([{ text: '转移成功', tone: 'done' }])
  })

  it('names the stage in a list of several stages', () => {
    expect(words(rowOf(anItem(), { ...asks, mixed: true }).tags)).toEqual(['待团支部审核'])
  })

  it('says of an approval and of a failure what the open file says, in whatever list it stands', () => {
    const waiting = aFile({ stage: 'approved', readyAt: '2024-11-23T06:05:30.000Z' })
    const ready = aFile({ stage: 'approved', readyAt: '2024-11-22T06:00:00.000Z' })
    const failed = aFile({ stage: 'returned', origin: 'beijing', failure: { code: 'OFFICIAL_FAILURE' } })
    for (const file of [waiting, ready, failed]) {
      const { tag } = caseFile(file, NOW)
      expect(rowOf(itemOf(file), asks).tags).toEqual([tag])
      expect(rowOf(decided(anItem(), file), { ...asks, mixed: true }).tags).toEqual([tag])
    }
    expect(words(rowOf(anItem({ stage: 'returned' }), asks).tags)).toEqual([])
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
    const returned: Partial<DeskItem> = { stage: 'returned', allowedActions: [] }
    expect([marks(returned, false), marks(returned, true)]).toEqual(['none', 'on'])
    expect(marks({ stage: 'withdrawn', allowedActions: [] }, true)).toBe('none')
    expect(marks({ name: '', stage: 'returned', allowedActions: [] }, true)).toBe('none')
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

  it('reminds those whose transfer goes on, where one may', () => {
    const reminds = { besideOfficial: true, reminds: true }
    const done = anItem({ id: 'two', stage: 'transferred', allowedActions: ['confirm'] })
    expect(barOf([anItem()], reminds)?.remind).toEqual({ label: '提醒…', spoken: '微信提醒 1 人…' })
    expect(barOf([anItem(), done], reminds)?.remind?.label).toBe('提醒 1 人…')
    expect(barOf([done], reminds)?.remind).toBeNull()
  })

  it('asks about those alone for whom the verdict is allowed', () => {
    const approved = anItem({ id: 'two', stage: 'approved', allowedActions: ['confirm'] })
    const question = questionOf('approve', [anItem(), approved], { kind: 'league', besideOfficial: true })
    expect(question.subjects.map(({ id }) => id)).toEqual(['one'])
  })

  it('offers to choose all there are, up to what one decision may hold, and reads on for them', () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({ mark: 'off' as const, settled: false }))
    expect(choiceOf(rows(20), true, 100)).toEqual({
      count: '已显示 20 人，还有更多',
      mark: 'off',
      label: '全选（最多 100 人）',
    })
    const row = (mark: 'none' | 'on', settled = false) => ({ mark, settled })
    expect(choiceOf([row('on')], true, 100).mark).toBe('off')
    expect(choiceOf(rows(120), false, 100)).toEqual({ count: '共 120 人', mark: 'off', label: '选前 100 人' })
    expect(choiceOf([row('none')], false, 100).mark).toBe('none')
    expect(choiceOf([row('on'), row('none')], false, 100).mark).toBe('on')
    // As many as the filter counts, and apart from them who has just been decided about.
    expect(choiceOf([row('none', true), row('on')], false, 100).count).toBe('还有 1 人，另 1 人状态已变')
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
    expect(filtersOf(league, null).map(({ label }) => label)).toEqual([
      '待审核',
      '超过 3 天',
      '与名单一致',
      '已同意',
      '失败',
      '核对一致／已成功',
      '已退回',
      '不在名单',
    ])
  })

  it('count what the summary counts and are silent about nobody', () => {
    const filters = filtersOf(league, aSummary({ stages: { registered: 38, failed: 0 }, overdue: 4 }))
    expect(Object.fromEntries(filters.map(({ key, count }) => [key, count]))).toMatchObject({
      registered: '38',
      overdue: '4',
      failed: '',
      absent: '',
    })
  })

  it('ask the server for their part, twenty at a time', () => {
    expect(queryOf('branch', 'approved', '')).toEqual({ branchId: 'branch', stage: 'approved', limit: 20 })
    expect(queryOf('branch', 'overdue', '', 'next')).toEqual({
      branchId: 'branch',
      overdue: true,
      cursor: 'next',
      limit: 20,
    })
    expect(queryOf('branch', 'absent', '')).toEqual({ branchId: 'branch', rosterMatch: 'none', limit: 20 })
  })

  it('give way to a search, which goes over the whole branch', () => {
    expect(queryOf('branch', 'approved', ' 王 ')).toEqual({ branchId: 'branch', text: '王', limit: 20 })
    expect(belongs(anItem({ stage: 'failed' }), 'registered', '王')).toBe(true)
  })

  it('know who no longer belongs in them', () => {
    expect(belongs(anItem(), 'registered', '')).toBe(true)
    expect(belongs(anItem({ stage: 'approved' }), 'registered', '')).toBe(false)
    expect(belongs(anItem(), 'overdue', '')).toBe(false)
  })

  it('stay when the branch is changed for one of the same kind', () => {
    expect(keptFilter('failed', 'league')).toBe('failed')
    expect(keptFilter('failed', 'party')).toBe('announced')
  })

  it('say what an empty list means', () => {
    expect(emptyText('registered', '', league)).toContain('没有待审核的申请')
    expect(emptyText('registered', '龘', league)).toContain('以“龘”开头')
    expect(emptyText('overdue', '', league)).toBe('没有超过 3 天未审核的申请。')
    expect(emptyText('overdue', '', { kind: 'party', overdueAfterDays: 7 })).toBe('没有超过 7 天未接收的申请。')
  })

  it('say that without a roster nobody can be on it', () => {
    expect(hintOf('absent', '', [anItem()])).toContain('还没有导入新生名单')
    expect(hintOf('absent', '', [anItem({ warnings: ['NOT_ON_ROSTER'] })])).toBe('')
    expect(hintOf('registered', '', [anItem()])).toBe('')
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
