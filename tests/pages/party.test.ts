import { describe, expect, test } from 'vitest'
import type { StepKey, StepView, TransferView } from '../../cloudfunctions/contract'
import {
  announcement,
  checkLines,
  closedText,
  faultsOf,
  firstUnfinished,
  freshPreparation,
  keptPreparation,
  letterNote,
  nextPhase,
  pageOfFault,
  prepareItems,
  savedPreparation,
  type Preparation,
} from '../../miniprogram/pages/announce/view'
import { transferPage } from '../../miniprogram/transfer/view'
import { fileMessage, handInText, partyMessage, prepareHead } from '../../miniprogram/texts'
import { at, iso, leagueBranch, transferView } from './views'

const now = at('2024-07-10 10:00')
const branch = {
  ...leagueBranch,
  kind: 'party' as const,
  fullName: '中国共产党北京科技大学计算机与通信工程学院委员会',
  shortName: '计通学院2024级研究生临时党支部',
  systemId: '011100238152',
}
const step = (key: StepKey): StepView => ({ key, state: 'todo' })
const FULL = (['prepare', 'announce', 'accept', 'materials', 'receive'] as const).map(step)
const PROBATIONARY = (['prepare', 'announce', 'accept', 'materials', 'probation', 'receive'] as const).map(step)

const party = (given: Partial<TransferView> = {}): TransferView =>
  transferView({
    kind: 'party',
    stage: 'preparing',
    branch,
    steps: FULL,
    allowedActions: ['announce', 'withdraw'],
    ...given,
  })
const prepared = (given: Partial<Preparation> = {}): Preparation => ({
  ...freshPreparation(party()),
  file: true,
  letterToCounsellor: true,
  ...given,
})
const paper = { channel: 'paper', issuedOn: '2024-06-20', duesPaidTo: '2024-06' } as const

describe('preparing', () => {
  test('asks first how it is moved, and for the letter of those alone who carry one', () => {
    const fresh = freshPreparation(party())
    expect(firstUnfinished(party(), fresh)).toBe('channel')
    const faults = (channel: 'online' | 'paper') => Object.keys(faultsOf('list', party(), { ...fresh, channel }))
    expect(faults('online')).toEqual(['file'])
    expect(faults('paper')).toEqual(['file', 'letterToCounsellor'])
    const titles = (channel: 'online' | 'paper') => prepareItems(party(), { channel }).map(({ key }) => key)
    expect([titles('online'), titles('paper')]).toEqual([['file'], ['file', 'letterToCounsellor']])
  })
  test('asks of those on probation for their papers and its end', () => {
    const probationary = party({ steps: PROBATIONARY })
    expect(Object.keys(faultsOf('list', probationary, prepared()))).toEqual(['probationPapers', 'probationEndsOn'])
    expect(faultsOf('list', party(), prepared({ channel: 'paper' }))).toEqual({})
  })
  test('goes on with what was saved, but not with that of another transfer', () => {
    const fresh = freshPreparation(party())
    const saved = { ...prepared({ fileBy: '组织科李老师', channel: 'paper' }), about: 't1' }
    expect(savedPreparation(fresh, saved, 't1')).toMatchObject({ file: true, fileBy: '组织科李老师', channel: 'paper' })
    expect(savedPreparation(fresh, saved, 'another')).toEqual(fresh)
    expect(savedPreparation(fresh, { about: 't1', file: 'yes', validDays: 7 }, 't1')).toEqual(fresh)
  })
  test('begins anew after a return with what was announced, and with nothing ticked', () => {
    const again = party({ stage: 'returned', channel: 'paper', letter: { issuedOn: '2024-06-20', validDays: 60 } })
    expect(freshPreparation(again)).toMatchObject({ ...paper, file: false, validDays: '60', duesPaidTo: '' })
    expect(keptPreparation(freshPreparation(again), again)).toBeNull()
  })
  test('announced anew, what stands is not asked again: only what the other channel needs besides', () => {
    const letter = { issuedOn: '2024-06-20', validDays: 60 }
    const onPaper = party({ stage: 'announced', channel: 'paper', letter })
    const given = freshPreparation(onPaper)
    expect(given).toMatchObject({ file: true, letterToCounsellor: true, validDays: '60' })
    expect(nextPhase('channel', onPaper, given)).toBe('move')
    expect(nextPhase('channel', onPaper, { ...given, channel: 'online' })).toBe('move')
    const online = party({ stage: 'announced', channel: 'online' })
    const toPaper = { ...freshPreparation(online), channel: 'paper' as const }
    expect(nextPhase('channel', online, toPaper)).toBe('list')
    expect(Object.keys(faultsOf('list', online, toPaper))).toEqual(['letterToCounsellor'])
    expect(nextPhase('channel', party(), freshPreparation(party()))).toBe('list')
  })
  test('from a changed line the way leads straight back to what is checked, unless something is missing now', () => {
    const done = prepared({ ...paper, channel: 'paper' })
    expect(firstUnfinished(party(), done)).toBe('check')
    expect(firstUnfinished(party(), { ...done, issuedOn: '' })).toBe('move')
    expect(firstUnfinished(party(), { ...done, channel: 'online', issuedOn: '' })).toBe('check')
    expect(firstUnfinished(party(), { ...done, letterToCounsellor: false })).toBe('list')
  })
  test('the page says which step it is, and of paper and online what is done', () => {
    expect(prepareHead('channel', '').hint).toMatch(/^第 1 步，共 4 步。/u)
    expect(prepareHead('move', 'online').title).toBe('请原党组织发起转出')
    expect(prepareHead('move', 'paper').title).toBe('请原党组织开具介绍信')
  })
  test('a fault found by the server stands on the page of its field', () => {
    expect(['issuedOn', 'validDays', 'probationEndsOn', 'channel'].map(pageOfFault)).toEqual([
      'move',
      'move',
      'list',
      'channel',
    ])
  })
  test('supposes 90 days from outside of Beijing and 30 inside', () => {
    expect(freshPreparation(party()).validDays).toBe('90')
    expect(freshPreparation(party({ origin: 'beijing' })).validDays).toBe('30')
  })
  test('is closed once it was announced, and says what to do while the number is released', () => {
    expect(closedText(party())).toBe('')
    expect(closedText(party({ stage: 'announced', allowedActions: ['withdraw'] }))).not.toBe('')
    expect(closedText(party({ allowedActions: [], idReleased: true }))).toContain('身份证号')
  })
})

describe('the letter', () => {
  test('needs its date, its days and the dues', () => {
    const faults = faultsOf('move', party(), prepared({ channel: 'paper', validDays: '三十' }))
    expect(Object.keys(faults)).toEqual(['issuedOn', 'validDays', 'duesPaidTo'])
    expect(faultsOf('move', party(), prepared({ channel: 'online' }))).toEqual({})
  })
  test('that is good says until when', () => {
    expect(letterNote(prepared(paper), branch, now)).toEqual({ warning: '', ends: '有效期至 2024年9月18日' })
  })
  test('is good on its last day and over on the next', () => {
    expect(letterNote(prepared(paper), branch, at('2024-09-18 23:59')).warning).toContain('到期，请在此以前上交')
    // From 14 days before its last day on it is warned of.
    expect(letterNote(prepared(paper), branch, at('2024-09-03 23:59')).warning).toBe('')
    expect(letterNote(prepared(paper), branch, at('2024-09-04 00:00')).warning).toContain('2024年9月18日 到期')
    expect(letterNote(prepared(paper), branch, at('2024-09-19 00:00')).warning).toContain('过期')
  })
  test('that ends before it can be handed in is warned of', () => {
    const later = { ...branch, handIn: { who: '辅导员', where: '学院楼', from: '2024-09-20' } }
    expect(letterNote(prepared(paper), later, now).warning).toContain('早于上交时间')
    expect(handInText(later)).toBe('学院楼，交给辅导员（2024年9月20日起）')
  })
})

describe('announcing', () => {
  test('sends the letter of the paper way alone, and the end of probation of those on probation alone', () => {
    const online = prepared({ ...paper, channel: 'online', letterToCounsellor: false, probationEndsOn: '2025-01-01' })
    // The key is asked for of both channels: online no letter can be put into the file.
    expect(announcement(party(), online)).toEqual({
      action: 'announce',
      channel: 'online',
      prepared: ['file', 'letterToCounsellor'],
    })
    const given = prepared({ ...paper, probationPapers: true, probationEndsOn: '2025-01-01' })
    expect(announcement(party({ steps: PROBATIONARY }), given)).toEqual({
      action: 'announce',
      channel: 'paper',
      prepared: ['file', 'letterToCounsellor', 'probationPapers'],
      letter: { issuedOn: '2024-06-20', validDays: 90, duesPaidTo: '2024-06' },
      probationEndsOn: '2025-01-01',
    })
  })
  test('every line that is checked leads back to where it was answered', () => {
    const lines = checkLines(party(), prepared({ ...paper, fileBy: '李老师', fileOn: '2024-07-01' }))
    expect(lines.find(({ key }) => key === 'file')).toMatchObject({
      value: '已确认完备，李老师，2024年7月1日',
      phase: 'list',
    })
    expect(lines.map(({ key, phase }) => `${key} ${phase}`)).toEqual([
      'channel channel',
      'file list',
      'letterToCounsellor list',
      'issuedOn move',
      'ends move',
      'dues move',
    ])
    const online = checkLines(party(), prepared({ channel: 'online' }))
    expect(online.map(({ key }) => key)).toEqual(['channel', 'file'])
  })
  test('the texts to send on hold both names, the code and the heading, and nothing of the person', () => {
    const text = partyMessage(branch)
    for (const part of [branch.fullName, branch.shortName, '011100238152（待党支部确认）', branch.letterTitle])
      expect(text).toContain(part)
    expect(fileMessage()).toContain('归档完备')
  })
})

describe('afterwards', () => {
  const announced = (given: Partial<TransferView> = {}) =>
    party({ stage: 'announced', channel: 'paper', letter: { issuedOn: '2024-06-20', validDays: 90 }, ...given })

  test('a letter is spoken of where there is one', () => {
    const lines = (given: Partial<TransferView>) => transferPage(announced(given), now).lines.map(({ key }) => key)
    expect(lines({})).toContain('handIn')
    const online = party({ stage: 'announced', channel: 'online' })
    expect(transferPage(online, now).lines.map(({ key }) => key)).toEqual(['channel'])
    expect(transferPage(online, now).letterUrl).toBe('')
    expect(transferPage(party(), now).todo.at(-1)).toMatch(/^只开纸质介绍信的：.*线上转出的不用带介绍信$/u)
  })
  test('says what is missing, in one sentence and one by one', () => {
    const page = transferPage(announced({ steps: PROBATIONARY, facts: { letter: iso('2024-07-08 09:00') } }), now)
    expect(page.paragraphs[0]?.[0]?.text).toContain('还缺：党员材料、预备党员材料。')
    expect(page.todo).toHaveLength(2)
  })
  test('the receipt goes back within a month of the letter', () => {
    const line = (transfer: TransferView) =>
      transferPage(transfer, now).lines.find(({ key }) => key === 'receipt')?.value
    expect(line(announced())).toContain('一个月内')
    expect(line(announced({ facts: { letter: iso('2024-01-31 09:00') } }))).toContain('2024年2月29日 前')
    expect(line(announced({ facts: { receipt: iso('2024-07-09 09:00') } }))).toContain('7月9日 寄回')
  })
  test('returned, it is prepared again', () => {
    const page = transferPage(party({ stage: 'returned', returnReason: '名称有误' }), now)
    expect(page.primary?.act).toBe('announce')
    expect(page.paragraphs[0]?.[0]?.text).toBe('党支部退回了你的登记，原因：名称有误')
  })
  test('inside Beijing nobody waits, and a return leads to amending', () => {
    const asked = transferPage(transferView({ origin: 'beijing', reason: '升学' }), now)
    expect(asked.until).toBe('')
    expect(asked.lines).toEqual([{ key: 'reason', label: '转出原因', value: '升学' }])
    expect(transferPage(transferView({ origin: 'beijing', stage: 'returned' }), now).primary?.act).toBe('amend')
  })
})
