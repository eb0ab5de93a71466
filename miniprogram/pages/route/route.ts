import type { Kind } from '../../../cloudfunctions/contract'
import { contactsOf, loadBranches, type Contact } from '../../branches'
import { serverNow } from '../../clock'
import type { Change } from '../../events'
import { loadMe } from '../../me'
import { goBack } from '../../navigation'
import {
  BACK_TO_CHECK,
  CHANGE_TO_WAY,
  CHOOSE_ONE,
  QUESTIONS,
  problemOf,
  type Answers,
  type QuestionKey,
  type RouteQuestion,
  type Problem,
} from '../../texts'
import { form, replan } from '../register/form'
import { answeredBefore, leaveAnswers, leavePlan } from './plan'
import { answersOf, knownAnswers, NO_ANSWERS, questionAfter, questionBefore, wayOf, type Half, type Way } from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  at: QuestionKey | 'way'
  question: RouteQuestion
  value: string
  /** Whether there is a question before this one. */
  first: boolean
  error: string
  way: Way | null
  /** Whom to call, where the way says so. */
  contacts: Contact[]
}

const data: Data = {
  state: 'ready',
  problem: null,
  at: 'who',
  question: QUESTIONS.who,
  value: '',
  first: true,
  error: '',
  way: null,
  contacts: [],
}

function knownKeys(answers: Answers): QuestionKey[] {
  return (Object.keys(QUESTIONS) as QuestionKey[]).filter((key) => answers[key] !== '')
}

Page({
  answers: NO_ANSWERS,
  /** Which half somebody who is registered already looks for. */
  half: null as Half,
  /** What the account tells and is not asked. */
  known: [] as QuestionKey[],
  /** Opened from 核对信息 to change a registration that is under way. */
  changes: false,
  data,
  onLoad(query) {
    // What stands in the definition is shared by all pages of the kind.
    this.answers = NO_ANSWERS
    this.known = []
    this.half = query.add === 'league' || query.add === 'party' ? query.add : null
    const kind = form.starts.find((start) => start.kind === query.change)?.kind
    this.changes = kind !== undefined
    if (kind !== undefined) {
      this.change(kind)
      return
    }
    // Whoever went back in the middle finds the answers again, each still to be changed.
    if (this.half === null) {
      this.answers = answeredBefore() ?? NO_ANSWERS
      this.go(questionAfter(this.answers, this.half, this.known, ''))
    } else void this.begin()
  },
  /** Begins where the membership is; what was answered before it can be gone back to. */
  change(kind: Kind) {
    const { account } = form
    this.half = account === null ? null : kind
    this.answers = answersOf(form)
    this.known = knownKeys(knownAnswers(account, this.half))
    this.go(kind === 'party' ? 'partyWhere' : 'where')
  },
  /** Somebody who is registered and adds the other half: only what is not known is asked. */
  async begin() {
    this.setData({ state: 'loading' })
    const me = await loadMe()
    if (!me.ok) {
      this.setData({ state: 'problem', problem: problemOf(me.error) })
      return
    }
    this.answers = knownAnswers(me.value.account, this.half)
    this.known = knownKeys(this.answers)
    this.setData({ state: 'ready' })
    this.go(questionAfter(this.answers, this.half, this.known, ''))
  },
  onRetry() {
    void this.begin()
  },
  onChoose(event: Change<{ value: string }>) {
    const { at } = this.data
    if (at === 'way') return
    this.answers = { ...this.answers, [at]: event.detail.value }
    if (this.half === null && !this.changes) leaveAnswers(this.answers)
    this.setData({ value: event.detail.value, error: '' })
  },
  onNext() {
    const { at, value, way } = this.data
    if (at === 'way') this.leave(way)
    else if (value === '') this.setData({ error: CHOOSE_ONE })
    else this.go(questionAfter(this.answers, this.half, this.known, at))
  },
  onBack() {
    this.go(questionBefore(this.answers, this.half, this.known, this.data.at))
  },
  go(question: QuestionKey | null) {
    const at = question ?? 'way'
    this.setData({
      at,
      error: '',
      first: questionBefore(this.answers, this.half, this.known, at) === null,
      ...(question === null
        ? { way: this.wayNow() }
        : { question: QUESTIONS[question], value: this.answers[question] }),
    })
    if (this.data.way?.calls === true) void this.loadContacts()
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  wayNow(): Way {
    const way = wayOf(this.answers, this.half, serverNow())
    return this.changes ? { ...way, button: way.plan === null ? BACK_TO_CHECK : CHANGE_TO_WAY } : way
  },
  /** A help beside the page: without it the page serves all the same. */
  async loadContacts() {
    const reply = await loadBranches()
    if (reply.ok) this.setData({ contacts: contactsOf(reply.value.league) })
  },
  leave(way: Way | null) {
    if (this.changes) {
      if (way?.plan) replan(way.plan)
      goBack('/pages/home/home')
    } else if (way?.plan) {
      leavePlan(way.plan)
      leaveAnswers(null)
      void wx.redirectTo({ url: '/pages/register/register' })
    } else goBack('/pages/home/home')
  },
})
