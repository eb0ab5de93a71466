import { call } from '../../cloud'
import { problemOf, type Problem } from '../../texts'
import type { Change } from '../../events'
import { deskFailureText } from '../texts/desk'
import { foundText, lookingText, recognisedText, takeLabel } from '../texts/pick'
import { PEOPLE_AT_ONCE } from '../../limits'
import { listFault, matchOf, namesIn, pickedOf, resultsOf, type Match, type Picked, type PickResult } from './view'

/** Searches that run beside each other. */
const AT_ONCE = 4

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
  mostPeople: PEOPLE_AT_ONCE,
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
    if (getCurrentPages().length < 2) this.setData({ state: 'problem', problem: problemOf({ code: 'NOT_FOUND' }) })
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
  /** Looks for the names that are left, a few at a time; what was found stays when one fails. */
  async find() {
    const { names } = this
    while (this.matches.length < names.length) {
      const done = this.matches.length
      const percent = Math.round((done / names.length) * 100)
      this.setData({
        phase: 'working',
        progress: { text: lookingText(done, names.length), percent },
      })
      const replies = await Promise.all(names.slice(done, done + AT_ONCE).map((name) => this.search(name)))
      const failed = replies.find((reply) => !reply.ok)
      if (failed?.ok === false) {
        this.setData({ phase: 'paste', failure: deskFailureText(failed.error) })
        return
      }
      this.matches.push(...replies.flatMap((reply) => (reply.ok ? [reply.match] : [])))
    }
    this.show()
  },
  async search(name: string) {
    const reply = await call('secretary', 'desk.list', { branchId: this.branchId, text: name, limit: PEOPLE_AT_ONCE })
    return reply.ok ? { ok: true as const, match: matchOf(name, reply.value.items) } : reply
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
