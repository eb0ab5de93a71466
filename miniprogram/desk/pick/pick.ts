import { call } from '../../cloud'
import type { Problem } from '../../texts'
import type { Change } from '../../events'
import { deskProblem } from '../desk'
import { deskFailureText } from '../texts/desk'
import { foundText, lookingText, recognisedText, takeLabel } from '../texts/pick'
import type { DeskItem } from '../../../cloudfunctions/contract'
import { NAMES_PASTED, PEOPLE_AT_ONCE } from '../../limits'
import { listFault, matchOf, namesIn, pickedOf, resultsOf, type Match, type Picked, type PickResult } from './view'

interface Data {
  mostPeople: number
  state: 'ready' | 'problem'
  problem: Problem | null
  phase: 'paste' | 'working' | 'found'
  /** 「认出 12 人」 */
  recognised: string
  /** What is wrong with what was pasted. */
  fault: string
  /** Why it could not be looked for. */
  failure: string
  progress: { text: string; percent: number }
  title: string
  results: PickResult[]
  /** Empty when there is nobody to show. */
  button: string
}

const data: Data = {
  mostPeople: NAMES_PASTED,
  state: 'ready',
  problem: null,
  phase: 'paste',
  recognised: '',
  fault: '',
  failure: '',
  progress: { text: '', percent: 0 },
  title: '',
  results: [],
  button: '',
}
const NOBODY: Picked = { items: [], chosen: [] }

Page({
  branchId: '',
  names: [] as string[],
  matches: [] as Match[],
  picked: NOBODY,
  data,
  onLoad(query) {
    this.branchId = query.branch ?? ''
    if (getCurrentPages().length < 2) this.setData({ state: 'problem', problem: deskProblem({ code: 'NOT_YOURS' }) })
  },
  onText({ detail }: Change<{ value: string }>) {
    this.names = namesIn(detail.value)
    this.matches = []
    this.setData({
      recognised: recognisedText(this.names.length),
      fault: '',
      failure: '',
    })
  },
  async onFind() {
    const fault = listFault(this.names)
    this.setData({ fault, failure: '' })
    if (fault === '') await this.find()
  },
  /** Looks for the names that are left, a hundred in a call; what was found stays when one fails. */
  async find() {
    const { names } = this
    while (this.matches.length < names.length) {
      const done = this.matches.length
      const percent = Math.round((done / names.length) * 100)
      this.setData({
        phase: 'working',
        progress: { text: lookingText(done, names.length), percent },
      })
      const part = names.slice(done, done + PEOPLE_AT_ONCE)
      const reply = await this.search(part)
      if (names !== this.names) return
      if (!reply.ok) {
        this.setData({ phase: 'paste', failure: deskFailureText(reply.error) })
        return
      }
      this.matches.push(...part.map((name) => matchOf(name, reply.items)))
    }
    this.show()
  },
  /** Everybody of these names, page after page where many bear one. */
  async search(names: string[]) {
    const items: DeskItem[] = []
    let cursor: string | undefined
    do {
      const more = cursor === undefined ? {} : { cursor }
      const reply = await call('secretary', 'desk.list', {
        branchId: this.branchId,
        names,
        limit: PEOPLE_AT_ONCE,
        ...more,
      })
      if (!reply.ok) return reply
      items.push(...reply.value.items)
      cursor = reply.value.next
    } while (cursor !== undefined)
    return { ok: true as const, items }
  },
  show() {
    this.picked = pickedOf(this.matches)
    const { items, chosen } = this.picked
    this.setData({
      phase: 'found',
      title: foundText(items.length, chosen.length),
      results: resultsOf(this.matches),
      button: takeLabel(items.length, chosen.length),
    })
  },
  onAgain() {
    this.setData({ phase: 'paste', fault: '', failure: '' })
  },
  onTake() {
    this.getOpenerEventChannel().emit?.('picked', this.picked)
    void wx.navigateBack()
  },
})
