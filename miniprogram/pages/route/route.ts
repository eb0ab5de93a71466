import { contactsOf, loadBranches, type Contact } from '../../branches'
import { serverNow } from '../../clock'
import type { Change } from '../../events'
import { loadMe } from '../../me'
import { goBack, goOn, openAbove } from '../../navigation'
import {
  BACK_TO_CHECK,
  CHANGE_TO_WAY,
  problemOf,
  QUESTIONS,
  SUBMITTED_QUESTION,
  type Answers,
  type Problem,
  type QuestionKey,
  type RouteQuestion,
  type Submitted,
} from '../../texts'
import { form, replan } from '../register/form'
import { answersBefore, beginWalk, leavePlan, walkNow, type Walk } from './plan'
import { answersOf, knownAnswers, NO_ANSWERS, questionAfter, wayOf, type Way } from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  at: QuestionKey | 'way'
  question: RouteQuestion
  value: string
  /** Whether there is a page before this one. */
  back: boolean
  way: Way | null
  submitted: typeof SUBMITTED_QUESTION
  /** Whom to call, where the way says so. */
  contacts: Contact[]
}

const data: Data = {
  state: 'ready',
  problem: null,
  at: 'who',
  question: QUESTIONS.who,
  value: '',
  back: false,
  way: null,
  submitted: SUBMITTED_QUESTION,
  contacts: [],
}

const FROM_THE_START: Walk = { answers: NO_ANSWERS, half: null, known: [], changes: false }

function knownKeys(answers: Answers): (keyof Answers)[] {
  return (Object.keys(answers) as (keyof Answers)[]).filter((key) => answers[key] !== '')
}

function isQuestion(key: string): key is QuestionKey {
  return key in QUESTIONS
}

Page({
  walk: FROM_THE_START,
  /** Which half is added; empty is all that there is. */
  add: '',
  data,
  onLoad(query) {
    this.setData({ back: getCurrentPages().length > 1 })
    const { at = '', add = '', change = '', who = '' } = query
    const under = walkNow()
    const kind = form.starts.find((start) => start.kind === change)?.kind
    if (under !== null && (at === 'way' || isQuestion(at))) this.stand(under, at)
    else if (kind !== undefined) this.change(kind)
    else if (add === 'league' || add === 'party') {
      this.add = add
      void this.begin(add)
    } else if (who in { member: 0, cadre: 0, nonmember: 0, leaves: 0 }) {
      const answers: Answers = { ...NO_ANSWERS, ...answersBefore(), who: who as Answers['who'] }
      this.stand(beginWalk({ ...FROM_THE_START, answers }), questionAfter(answers, null, [], 'who') ?? 'way')
    } else this.stand(beginWalk({ ...FROM_THE_START, answers: answersBefore() ?? NO_ANSWERS }), 'who')
  },
  onShow() {
    // Come back to: what was answered here stands marked.
    if (this.data.state === 'ready') this.stand(walkNow() ?? this.walk, this.data.at)
  },
  /** Begins where the membership is. */
  change(kind: 'league' | 'party') {
    const { account } = form
    const half = account === null ? null : kind
    const known = knownKeys(knownAnswers(account, half))
    const walk = beginWalk({ answers: answersOf(form), half, known, changes: true })
    this.stand(walk, kind === 'party' ? 'partyWhere' : 'where')
  },
  /** Somebody who is registered and adds the other half: only what is not known is asked. */
  async begin(half: 'league' | 'party') {
    this.setData({ state: 'loading' })
    const me = await loadMe()
    if (!me.ok) {
      this.setData({ state: 'problem', problem: problemOf(me.error) })
      return
    }
    const answers = knownAnswers(me.value.account, half)
    const known = knownKeys(answers)
    this.setData({ state: 'ready' })
    this.stand(beginWalk({ answers, half, known, changes: false }), questionAfter(answers, half, known, '') ?? 'way')
  },
  onRetry() {
    if (this.add === 'league' || this.add === 'party') void this.begin(this.add)
  },
  /** Shows a question, or the way. */
  stand(walk: Walk, at: QuestionKey | 'way') {
    this.walk = walk
    if (at === 'way') {
      const way = this.wayNow()
      this.setData({ at, way })
      if (way.calls && this.data.contacts.length === 0) void this.loadContacts()
    } else this.setData({ at, question: QUESTIONS[at], value: walk.answers[at] })
  },
  /** An answer goes on by itself. */
  onChoose(event: Change<{ value: string }>) {
    const { at } = this.data
    if (at === 'way') return
    const { half, known } = this.walk
    this.walk.answers = { ...this.walk.answers, [at]: event.detail.value }
    goOn(`/pages/route/route?at=${questionAfter(this.walk.answers, half, known, at) ?? 'way'}`)
  },
  onBack() {
    goBack('/pages/home/home')
  },
  wayNow(): Way {
    const { answers, half, changes } = this.walk
    const way = wayOf(answers, half, serverNow())
    return changes ? { ...way, asksSubmitted: false, button: way.plan === null ? BACK_TO_CHECK : CHANGE_TO_WAY } : way
  },
  /** A help beside the page: without it the page serves all the same. */
  async loadContacts() {
    const reply = await loadBranches()
    if (reply.ok) this.setData({ contacts: contactsOf(reply.value.league) })
  },
  onSubmitted(event: Change<Record<string, never>, { value: Submitted }>) {
    const submitted = event.currentTarget.dataset.value
    this.walk.answers = { ...this.walk.answers, submitted }
    const way = this.wayNow()
    if (submitted === 'no') this.leave(way)
    else {
      this.setData({ way })
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    }
  },
  onLeave() {
    this.leave(this.data.way)
  },
  leave(way: Way | null) {
    if (this.walk.changes) {
      if (way?.plan) replan(way.plan)
      goBack('/pages/home/home', openAbove('pages/route/route'))
    } else if (way?.plan) {
      leavePlan(way.plan)
      goOn('/pages/register/register')
    } else void wx.reLaunch({ url: '/pages/home/home' })
  },
})
