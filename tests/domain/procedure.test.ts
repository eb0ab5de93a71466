import { describe, expect, it } from 'vitest'
import {
  journeyOf,
  LEAGUE_FROM_PROVINCE,
  LEAGUE_INSIDE_BEIJING,
  mayEver,
  PARTY,
  ruleFor,
  type Rule,
} from '../../cloudfunctions/domain/procedure'

/** `registered: approve > approved, return > returned` for every stage. */
const arrows = (rules: Record<string, Partial<Record<string, Rule>>>): string[] =>
  Object.entries(rules).map(([stage, actions]) => {
    const all = Object.entries(actions).map(([action, rule]) => `${action} > ${rule?.to.join(' or ') ?? ''}`)
    return `${stage}: ${all.join(', ')}`
  })

describe('where the actions of a journey lead to', () => {
  it('from outside Beijing', () => {
    expect(arrows(LEAGUE_FROM_PROVINCE.rules)).toEqual([
      'registered: approve > approved, return > returned, amend > registered, copy > registered, withdraw > withdrawn, ' +
        'release > returned, check > registered, declare > registered',
      'approved: request > transferred or failed or approved, confirm > transferred or failed, return > returned, ' +
        'copy > registered, withdraw > withdrawn, release > returned, check > approved, declare > approved, ' +
        'undo > registered',
      'returned: amend > registered, copy > returned, withdraw > withdrawn, release > returned, check > returned, ' +
        'declare > returned, undo > registered or approved',
      'failed: request > transferred or failed or approved, confirm > transferred or failed, copy > registered, ' +
        'withdraw > withdrawn, release > returned, check > failed, declare > failed, ' +
        'undo > approved or failed or transferred',
      'transferred: confirm > transferred or failed, request > transferred, undo > approved or failed or transferred',
      'withdrawn: ',
    ])
  })

  it('inside Beijing', () => {
    expect(arrows(LEAGUE_INSIDE_BEIJING.rules)).toEqual([
      'registered: approve > transferred, return > returned, amend > registered, copy > registered, ' +
        'withdraw > withdrawn, release > returned, declare > registered',
      'returned: amend > registered, copy > returned, withdraw > withdrawn, release > returned, declare > returned, ' +
        'undo > registered or transferred',
      'transferred: confirm > transferred or returned, undo > registered or transferred',
      'approved: ',
      'failed: ',
      'withdrawn: ',
    ])
  })

  it('in the Party', () => {
    expect(arrows(PARTY.rules)).toEqual([
      'preparing: announce > announced, copy > preparing, withdraw > withdrawn, release > returned',
      'announced: receive > announced or received, announce > announced, return > returned, copy > announced, ' +
        'withdraw > withdrawn, release > returned, undo > announced or received',
      'returned: announce > announced, copy > returned, withdraw > withdrawn, release > returned, undo > announced',
      'received: receive > received or announced, undo > announced or received',
      'withdrawn: ',
    ])
  })
})

describe('a rule', () => {
  it('is looked up in the journey of its kind and origin', () => {
    expect(journeyOf('league', 'province')).toBe(LEAGUE_FROM_PROVINCE)
    expect(journeyOf('league', 'beijing')).toBe(LEAGUE_INSIDE_BEIJING)
    expect(journeyOf('party', 'province')).toBe(PARTY)
    expect(journeyOf('party', 'beijing')).toBe(PARTY)
  })

  it('is none in a stage that the journey does not know', () => {
    expect(ruleFor('party', 'province', 'registered', 'approve')).toBeUndefined()
    expect(ruleFor('league', 'beijing', 'announced', 'announce')).toBeUndefined()
  })

  it('is never for a cadre, and for a counsellor where papers are ticked', () => {
    const actions = ['approve', 'return', 'confirm', 'receive', 'undo', 'release'] as const
    const may = (role: 'secretary' | 'administrator' | 'counsellor' | 'cadre') =>
      actions.filter((action) => mayEver(role, action)).join(' ')
    expect(may('secretary')).toBe('approve return confirm receive undo release')
    expect(may('administrator')).toBe('approve return confirm receive undo release')
    expect(may('counsellor')).toBe('receive undo')
    expect(may('cadre')).toBe('')
  })
})
