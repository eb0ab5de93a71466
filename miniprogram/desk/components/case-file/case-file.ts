import type { DeskTransfer } from '../../../../cloudfunctions/contract'
import type { Tap } from '../../../events'
import { serverNow } from '../../../clock'
import { call } from '../../../cloud'
import { goOn } from '../../../navigation'
import type { Tone, Problem } from '../../../texts'
import { deskNotLoaded, deskUrl } from '../../desk'
import { deskFailureText } from '../../texts/desk'
import type { Verdict } from '../../decided'
import { isWide } from '../../window'
import { remindedOne } from '../../texts/reminding'
import { isWhy, type Asking } from '../why/view'
import { recoveryUntilText, recoveryWords, revealWords } from '../../texts/case'
import { caseFile, isRevealField, plainText, type CaseFile } from './view'

/** What was asked for of this person; it goes when the file is left. */
const NOTHING_SHOWN: {
  revealed: Record<string, string>
  recovery: { code: string; until: string }
  reminded: { text: string; tone: Tone }
} = {
  revealed: {},
  recovery: { code: '', until: '' },
  reminded: { text: '', tone: 'done' },
}

/** Detail of the event `ask`: the secretary wants to decide about this person. */
export interface Asked {
  verdict: Verdict
  transfer: DeskTransfer
}

/**
 * The whole file of one person with what can be decided now. It loads itself, and again whenever `stamp` changes; it says
 * `ask` when a decision is wanted and `opened` with what it has read.
 */
Component({
  properties: {
    transferId: { type: String, value: '' },
    /** Counts up when the page knows of a change. */
    stamp: { type: Number, value: 0 },
    /** What just happened to this person. */
    message: { type: String, value: '' },
    tone: { type: String, value: 'wait' },
    /** Beside the list of a wide window. */
    aside: { type: Boolean, value: false },
    /** The list decides about those who are chosen there: no buttons for this one person beside them. */
    silent: { type: Boolean, value: false },
  },
  data: {
    state: 'loading',
    problem: null as Problem | null,
    file: null as CaseFile | null,
    /** Why the file could not be read anew, and how old it is. */
    stale: '',
    /** When the file that is shown was read; 0 while none is. */
    loadedAt: 0,
    transfer: null as DeskTransfer | null,
    /** Left for a page that may change what stands here. */
    left: false,
    ...NOTHING_SHOWN,
  },
  observers: {
    transferId(id: string) {
      if (id === '') return
      this.setData({ state: 'loading', file: null, stale: '', loadedAt: 0, ...NOTHING_SHOWN })
      void this.load()
    },
    stamp(stamp: number) {
      if (stamp > 0 && this.data.transferId !== '') void this.load()
    },
  },
  pageLifetimes: {
    show() {
      const { left, transferId } = this.data
      this.data.left = false
      if (left && transferId !== '') void this.load()
    },
    hide() {
      this.setData(NOTHING_SHOWN)
    },
  },
  methods: {
    /** Reads the file; an old one stays on the screen when that fails. */
    async load() {
      const id = this.data.transferId
      const reply = await call('secretary', 'desk.open', { id })
      if (id !== this.data.transferId) return
      if (reply.ok) {
        this.data.transfer = reply.value
        this.data.loadedAt = serverNow()
        this.setData({ state: 'ready', file: caseFile(reply.value, serverNow()), stale: '' })
        this.triggerEvent('opened', { transfer: reply.value })
      } else this.setData(deskNotLoaded(reply.error, this.data.loadedAt))
    },
    onRetry() {
      this.setData({ state: 'loading' })
      void this.load()
    },
    onConflict() {
      if (this.data.file === null) return
      this.data.left = true
      goOn(deskUrl('conflicts', this.data.file.conflict))
    },
    onAct(event: Tap<{ verdict: Verdict }>) {
      const { transfer } = this.data
      if (transfer === null) return
      const asked: Asked = { verdict: event.currentTarget.dataset.verdict, transfer }
      this.triggerEvent('ask', asked)
    },

    /** One message by WeChat, where the person has allowed it. */
    async onRemind() {
      const { transfer } = this.data
      if (transfer === null) return
      const { id } = transfer
      const reply = await call('secretary', 'desk.remind', { ids: [id] })
      if (id !== this.data.transferId) return
      const failed = (text: string) => ({ text, tone: 'bad' as const })
      this.setData({ reminded: reply.ok ? remindedOne(reply.value) : failed(deskFailureText(reply.error)) })
    },

    // -------------------------------------------------------------- with a reason
    onReveal({ currentTarget }: Tap<{ field: string }>) {
      const { field } = currentTarget.dataset
      const { transfer } = this.data
      if (transfer === null || !isRevealField(field)) return
      const { id, name } = transfer
      this.askWhy({
        ...revealWords(field, name),
        carryOut: async (why) => {
          const reply = await call('secretary', 'desk.reveal', { id, field, why })
          if (!reply.ok) return deskFailureText(reply.error)
          if (id === this.data.transferId) this.setData({ [`revealed.${field}`]: plainText(field, reply.value.value) })
          return ''
        },
      })
    },
    onRecovery() {
      const { transfer } = this.data
      if (transfer === null) return
      const { id, name } = transfer
      this.askWhy({
        ...recoveryWords(name),
        carryOut: async (why) => {
          const reply = await call('secretary', 'desk.recoveryCode', { id, why })
          if (!reply.ok) return deskFailureText(reply.error)
          const { code, expiresAt } = reply.value
          const recovery = { code, until: recoveryUntilText(expiresAt, serverNow()) }
          if (id === this.data.transferId) this.setData({ recovery })
          return ''
        },
      })
    },
    askWhy(asking: Asking) {
      const why: object | null = this.selectComponent('#why')
      if (isWhy(why)) why.begin(asking, isWide())
    },
  },
})
