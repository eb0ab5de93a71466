import { describe, expect, it } from 'vitest'
import type { DeskAction, Stage } from '../../cloudfunctions/contract'
import { decide, type Command } from '../../cloudfunctions/domain/decide'
import { mayEver, type Action, type ActingRole } from '../../cloudfunctions/domain/procedure'
import { evolve, type Transfer } from '../../cloudfunctions/domain/transfer'
import { anna, claimOf, zhangMei } from '../support/people'
import { aTransferIn, commands, DAY, HOUR, type JourneyName } from '../support/builders'
import { LEAGUE_FROM_PROVINCE } from './matrix/league-from-province'
import { LEAGUE_INSIDE_BEIJING } from './matrix/league-inside-beijing'
import { PARTY } from './matrix/party'

const HANDS: readonly ActingRole[] = ['member', 'link', 'province', 'secretary', 'counsellor', 'administrator']
const LEAGUE_STAGES = ['registered', 'approved', 'returned', 'failed', 'transferred', 'withdrawn'] as const
const PARTY_STAGES = ['preparing', 'announced', 'returned', 'received', 'withdrawn'] as const

/** Each action with all its evidence; where the outcome depends on what is said, the good word first. */
const SAYING: { [action in Action]: Command[] } = {
  approve: [commands.approve()],
  return: [commands.return()],
  confirm: [commands.confirm('success'), commands.confirm('failure')],
  receive: [commands.receive(['letter', 'materials', 'probationPapers']), commands.receive(['probationPapers'])],
  release: [commands.release()],
  amend: [commands.amend()],
  copy: [commands.copy()],
  request: [commands.request(zhangMei), commands.request(zhangMei, claimOf(anna)), commands.submitted()],
  announce: [commands.announce({ channel: 'paper' })],
  withdraw: [commands.withdraw()],
  undo: [commands.undo()],
  check: [commands.check(), commands.check(zhangMei, claimOf(anna))],
  declare: [commands.declare()],
}
const ACTIONS = Object.keys(SAYING) as Action[]
const isAction = (text: string): text is Action => text in SAYING

type Cells = { [role in ActingRole]: string }
type Table = Map<string, Map<Action, Cells>>

/** Reads a table: a line with a stage and the hands, then a line for each action. */
const read = (text: string): Table => {
  const table: Table = new Map()
  let rows = new Map<Action, Cells>()
  for (const line of text.split('\n').map((row) => row.trim())) {
    if (line === '') continue
    const [name = '', ...cells] = line.split('|').map((cell) => cell.trim())
    if (cells.join() === HANDS.join()) {
      rows = new Map()
      table.set(name, rows)
    } else {
      if (!isAction(name) || cells.length !== HANDS.length || cells.includes('')) throw new Error(`unreadable: ${line}`)
      const [member = '', link = '', province = '', secretary = '', counsellor = '', administrator = ''] = cells
      rows.set(name, { member, link, province, secretary, counsellor, administrator })
    }
  }
  return table
}

const DESK_HANDS = ['secretary', 'counsellor', 'administrator'] as const
const isDeskHand = (role: ActingRole): role is (typeof DESK_HANDS)[number] => DESK_HANDS.some((one) => one === role)
const DESK_ACTIONS = ['approve', 'return', 'confirm', 'receive', 'undo', 'release'] as const
const isDeskAction = (action: Action): action is DeskAction | 'release' => DESK_ACTIONS.some((one) => one === action)

/** The stage that follows, or the code of the refusal; the role is asked before the stage, as the contract orders it. */
const outcome = (transfer: Transfer, command: Command, role: ActingRole): string => {
  if (isDeskHand(role) && isDeskAction(command.action) && !mayEver(role, command.action)) return 'READ_ONLY'
  // Long after any wait; what the desk takes back was done an hour ago.
  const now = transfer.since + (command.action === 'undo' ? HOUR : 3 * DAY)
  const answer = decide(transfer, command, { role, now })
  if (!answer.ok) return answer.error.code
  const events = answer.value.map((body) => ({ at: now, by: 'member' as const, who: 'somebody', ...body }))
  return events.reduce(evolve, transfer).stage
}

const NO_OPERATION = ['NOT_NOW', 'NOT_APPROVED', 'READ_ONLY']

const journeys: { title: string; journey: JourneyName; stages: readonly Stage[]; text: string; absent: string[] }[] = [
  {
    title: 'League from outside Beijing',
    journey: 'province',
    stages: LEAGUE_STAGES,
    text: LEAGUE_FROM_PROVINCE,
    absent: [],
  },
  {
    title: 'League inside Beijing',
    journey: 'beijing',
    stages: LEAGUE_STAGES,
    text: LEAGUE_INSIDE_BEIJING,
    absent: ['approved', 'failed'],
  },
  { title: 'Party', journey: 'party', stages: PARTY_STAGES, text: PARTY, absent: [] },
]

describe.each(journeys)('$title', ({ journey, stages, text, absent }) => {
  const table = read(text)

  it('has a line in the table for every stage and action', () => {
    expect([...table.keys()]).toEqual([...stages])
    for (const rows of table.values()) expect([...rows.keys()].sort()).toEqual([...ACTIONS].sort())
  })

  for (const [name, rows] of table) {
    const stage = stages.find((one) => one === name)
    if (stage === undefined) throw new Error(`no such stage: ${name}`)
    // No event leads to these stages here; should a record ever hold one, nothing moves it.
    const transfer = absent.includes(stage)
      ? { ...aTransferIn(journey, 'registered').state, stage }
      : aTransferIn(journey, stage).state

    describe(`when it is ${stage}`, () => {
      for (const [action, cells] of rows)
        for (const role of HANDS) {
          const cell = cells[role]
          const title =
            cell === '-'
              ? `${action} is not for the ${role}`
              : `${action} by the ${role} answers ${cell.replace('/', ' or ')}`
          it(title, () => {
            const answers = SAYING[action].map((command) => outcome(transfer, command, role))
            if (cell === '-') {
              for (const answer of answers) expect(NO_OPERATION).toContain(answer)
              return
            }
            const said = cell.split('/')
            expect(answers).toEqual(answers.map((_answer, i) => said[i] ?? said[0]))
          })
        }
    })
  }
})

describe('a cadre', () => {
  it.each([...DESK_ACTIONS])('only looks, and may never %s', (action) => {
    expect(mayEver('cadre', action)).toBe(false)
  })
})
