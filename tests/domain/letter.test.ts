import { describe, expect, it } from 'vitest'
import type { Letter } from '../../cloudfunctions/contract'
import { decide, letterValidUntil, mustBePrepared, neededFacts } from '../../cloudfunctions/domain/decide'
import { aTransfer, beijing, commands } from '../support/builders'
import { wangFang } from '../support/people'

const announce = (letter: Letter, now: number) => {
  const answer = decide(aTransfer('party').preparing().state, commands.announce({ channel: 'paper', letter }), {
    role: 'member',
    now,
  })
  return answer.ok ? answer.value : answer.error
}

describe('a paper letter (介绍信)', () => {
  it.each([
    ['2024-06-20', 90, '2024-09-18'],
    ['2024-06-20', 30, '2024-07-20'],
    ['2024-12-15', 30, '2025-01-14'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-06-20', 0, '2024-06-20'],
  ])('issued on %s for %i days is good through %s', (issuedOn, validDays, lastDay) => {
    const letter = { issuedOn, validDays }
    expect(letterValidUntil(letter)).toBe(lastDay)
    expect(announce(letter, beijing(`${lastDay} 00:00`))).toMatchObject([{ type: 'announced', letter }])
    expect(announce(letter, beijing(`${lastDay} 23:59:59.999`))).toMatchObject([{ type: 'announced' }])
    expect(announce(letter, beijing(`${lastDay} 23:59:59.999`) + 1)).toEqual({
      code: 'LETTER_EXPIRED',
      detail: { validUntil: lastDay },
    })
  })

  it('is kept with what was announced, and dropped by announcing another way', () => {
    const letter = { issuedOn: '2024-06-20', validDays: 90, duesPaidTo: '2024-06' }
    const paper = aTransfer('party').preparing().announced('paper', letter)
    expect(paper.state).toMatchObject({ channel: 'paper', letter })
    const online = paper.returned().announced('online').state
    expect(online.channel).toBe('online')
    expect(online).not.toHaveProperty('letter')
  })
})

describe('what a Party transfer needs', () => {
  it('beforehand: the file and the letter, of a probationary member the papers of probation too', () => {
    expect(mustBePrepared('full')).toEqual(['file', 'letterToCounsellor'])
    expect(mustBePrepared(wangFang.party)).toEqual(['file', 'letterToCounsellor', 'probationPapers'])
  })

  it('afterwards: the fact of its channel, the file, of a probationary member the papers too', () => {
    expect(neededFacts('online', 'full')).toEqual(['online', 'materials'])
    expect(neededFacts('paper', 'full')).toEqual(['letter', 'materials'])
    expect(neededFacts('online', 'probationary')).toEqual(['online', 'materials', 'probationPapers'])
    expect(neededFacts(undefined, 'full')).toEqual(['online', 'materials'])
  })
})
