import { describe, expect, test } from 'vitest'
import type { BranchView } from '../../cloudfunctions/contract'
import { letterRows, nameRows, noticeParts } from '../../miniprogram/pages/notice/view'
import { rowsText } from '../../miniprogram/texts'
import { windowClosed, windowLine } from '../../miniprogram/texts'
import { at, leagueBranch, transferView } from './views'

const party: BranchView = { ...leagueBranch, id: 'party', kind: 'party', systemIdConfirmed: true }
const other: BranchView = { ...leagueBranch, id: 'other', shortName: '计通24级临时团支部二班' }
const now = at('2024-06-15 12:00')

describe('the notice', () => {
  test('shows every field that is printed there, each to be copied', () => {
    expect(rowsText(nameRows(leagueBranch))).toContain('组织 ID：5324992（待团支部确认）')
    expect(nameRows(party).find(({ label }) => label === '组织 ID')?.note).toBe('')
    expect(letterRows(leagueBranch).map(({ label }) => label)).toEqual(['抬头', '去处', '联系人', '联系电话', '地址'])
  })
  test('a field that a branch has not filled in has no line', () => {
    expect(letterRows({ ...leagueBranch, address: '' }).map(({ label }) => label)).not.toContain('地址')
  })
  test('the only branch is meant, mine before others, else one is chosen', () => {
    const ids = (branches: BranchView[], mine: boolean, chosen = {}) =>
      noticeParts({ league: branches, party: [party] }, mine ? [transferView({ branch: other })] : [], chosen, now).map(
        ({ branchId }) => branchId,
      )
    expect(ids([leagueBranch], false)).toEqual(['party', leagueBranch.id])
    expect(ids([leagueBranch, other], false)).toEqual(['party', ''])
    expect(ids([leagueBranch, other], true)).toEqual(['party', 'other'])
    expect(ids([leagueBranch, other], true, { league: leagueBranch.id })).toEqual(['party', leagueBranch.id])
  })
})

describe('the window of a branch', () => {
  test('both of its days are within it', () => {
    const window = { opensOn: '2024-06-01', closesOn: '2024-09-30' }
    expect(windowLine(window)).toBe('接收时间：2024年6月1日至2024年9月30日')
    expect(windowClosed(window, at('2024-05-31 23:59:59'))).toContain('2024年6月1日起')
    expect(windowClosed(window, at('2024-06-01 00:00'))).toBe('')
    expect(windowClosed(window, at('2024-09-30 23:59:59'))).toBe('')
    expect(windowClosed(window, at('2024-10-01 00:00'))).toContain('截止')
  })
  test('without dates there is none', () => {
    expect([windowLine({}), windowClosed({}, now)]).toEqual(['', ''])
  })
})
