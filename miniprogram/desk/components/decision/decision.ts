import type { DecideItem, DecideOutcome, ReceiveFact } from '../../../../cloudfunctions/contract'
import type { Change, Tap } from '../../../events'
import { serverNow } from '../../../clock'
import { call, commandId } from '../../../cloud'
import { PEOPLE_AT_ONCE } from '../../../limits'
import { carryOut, mayHaveBeenDone, type Run } from '../../act'
import { lostText, progressText, stoppedText } from '../../texts/desk'
import type { Decided, Result } from '../../decided'
import { REASON_LENGTH } from '../../../limits'
import { faultOf, itemsOf, nothingFilled, reasonHint, sheetOf, type Filled, type Question, type Sheet } from './view'

interface Work {
  question: Question | null
  /** Names the one decision, through retries. */
  commandId: string
  outcomes: DecideOutcome[]
  left: DecideItem[]
  unknown: DecideItem[]
  /** No further call is to be sent. */
  stopping: boolean
}

/** A new piece of work, with lists of its own. */
function workOn(question: Question | null, command = ''): Work {
  return { question, commandId: command, outcomes: [], left: [], unknown: [], stopping: false }
}

/** Nothing to mend; an object of its own each time, as `setData` by a path writes into it. */
function noFaults() {
  return { tick: '', result: '', reason: '', checked: '' }
}

/**
 * Asks what a decision needs, carries it out with progress, and says `done`. When the connection is lost it says what is
 * known and repeats under the same command. Holds the page until then.
 */
Component({
  data: {
    visible: false,
    reasonLength: REASON_LENGTH,
    wide: false,
    /** `ask`, `running`, `stopped` or `lost`. */
    phase: 'ask',
    sheet: null as Sheet | null,
    filled: nothingFilled(),
    /** What stands in the field of the reason; empty hides it. */
    reasonHint: '',
    faults: noFaults(),
    progress: { text: '', percent: 0 },
    /** There are calls to come that can still be left out. */
    stop: { can: false, asked: false },
    stopped: '',
    lost: { text: '', retry: false },
    /** The height of the free text, in px. */
    autosize: { minHeight: 72, maxHeight: 144 },
    work: workOn(null),
  },
  methods: {
    /** Opens the sheet for a new decision. */
    begin(question: Question, wide: boolean) {
      this.data.work = workOn(question, commandId())
      const sheet = sheetOf(question, serverNow())
      const filled = nothingFilled()
      this.setData({
        visible: true,
        wide,
        phase: 'ask',
        sheet,
        filled,
        reasonHint: reasonHint(sheet, filled),
        faults: noFaults(),
      })
    },
    isOpen(): boolean {
      return this.data.visible
    },
    onTick(event: Change<{ checked: boolean }>) {
      this.setData({ 'filled.ticked': event.detail.checked, 'faults.tick': '' })
    },
    onResult(event: Change<{ value: Result }>) {
      this.setData({ 'filled.result': event.detail.value, 'faults.result': '' })
      this.showReason()
    },
    onFact(event: Change<{ checked: boolean }, { fact: ReceiveFact }>) {
      const { fact } = event.currentTarget.dataset
      const { checked } = event.detail
      const done = this.data.sheet?.facts.some(({ value, done: recorded }) => value === fact && recorded) === true
      const changed = done ? { [`filled.unchecked.${fact}`]: !checked } : { [`filled.checked.${fact}`]: checked }
      this.setData({ ...changed, 'faults.checked': '', 'faults.reason': '' })
      this.showReason()
    },
    onDay(event: Change<{ value: string }>) {
      this.setData({ 'filled.on': event.detail.value, 'faults.reason': '' })
      this.showReason()
    },
    showReason() {
      const { sheet, filled } = this.data
      if (sheet !== null) this.setData({ reasonHint: reasonHint(sheet, filled) })
    },
    onReason(event: Change<{ value: string }>) {
      this.setData({ 'filled.reason': event.detail.value, 'faults.reason': '' })
    },
    onReady(event: Tap<{ text: string }>) {
      this.setData({ 'filled.reason': event.currentTarget.dataset.text, 'faults.reason': '' })
    },
    onVisible(event: Change<{ visible: boolean }>) {
      if (!event.detail.visible) this.onCancel()
    },
    onCancel() {
      if (this.data.phase === 'ask') this.setData({ visible: false })
    },
    onConfirm() {
      const { sheet, work, phase } = this.data
      const filled: Filled = this.data.filled
      if (sheet === null || work.question === null || phase !== 'ask') return
      const fault = faultOf(sheet, filled)
      if (fault) {
        this.setData({ [`faults.${fault.field}`]: fault.text })
        return
      }
      work.left = itemsOf(work.question, filled)
      void this.run()
    },
    onRetry() {
      if (this.data.phase !== 'running') void this.run()
    },
    /** Ends after the call that is under way. */
    onStop() {
      this.data.work.stopping = true
      this.setData({ 'stop.asked': true })
    },
    /** Sends what is left; the same command, so that nothing is done twice. */
    async run() {
      const { work } = this.data
      const before = work.outcomes.length
      const total = before + work.left.length
      work.stopping = false
      this.setData({ stop: { can: work.left.length > PEOPLE_AT_ONCE, asked: false } })
      const show = (answered: number) => {
        const progress = { text: progressText(answered, total), percent: Math.round((answered / total) * 100) }
        this.setData({ phase: 'running', progress })
      }
      show(before)
      const run = await carryOut(
        work.left,
        (items) => call('secretary', 'desk.decide', { items, commandId: work.commandId }),
        { progress: (answered) => show(before + answered), stopped: () => work.stopping },
      )
      work.outcomes.push(...run.outcomes)
      work.unknown = run.unknown
      work.left = [...run.unknown, ...run.unsent]
      if (run.failure !== null) this.lose(run, run.failure)
      else if (work.left.length === 0) this.finish()
      else this.setData({ phase: 'stopped', stopped: stoppedText(work.outcomes, work.left.length) })
    },
    lose(run: Run, failure: NonNullable<Run['failure']>) {
      const counts = {
        answered: this.data.work.outcomes.length,
        unknown: run.unknown.length,
        unsent: run.unsent.length,
      }
      this.setData({ phase: 'lost', lost: { text: lostText(counts, failure), retry: mayHaveBeenDone(failure) } })
    },
    /** Closes the sheet and tells the page all that is known. */
    finish() {
      const { work, filled } = this.data
      this.setData({ visible: false })
      const decided: Decided = {
        verdict: work.question?.verdict ?? 'approve',
        result: filled.result === 'failure' ? 'failure' : 'success',
        outcomes: work.outcomes,
        unknown: work.unknown.map(({ id }) => id),
      }
      this.triggerEvent('done', decided)
    },
  },
})
