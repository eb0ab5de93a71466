import { REASON_LENGTH } from '../../../limits'
import { whyFault, type Asking } from './view'
import type { Change, Tap } from '../../../events'

const NOTHING: Asking = { title: '', hint: '', reasons: [], button: '', carryOut: () => Promise.resolve('') }

/** Asks for the reason that goes into the audit log, then has it carried out and says what went wrong. */
Component({
  data: {
    visible: false,
    reasonLength: REASON_LENGTH,
    wide: false,
    sheet: { title: '', hint: '', reasons: [] as readonly string[], button: '' },
    why: '',
    fault: '',
    failure: '',
    busy: false,
    /** The height of the free text, in px. */
    autosize: { minHeight: 72, maxHeight: 144 },
    asking: NOTHING,
  },
  methods: {
    /** Opens the sheet for what is to be done now. */
    begin(asking: Asking, wide: boolean) {
      this.data.asking = asking
      const { title, hint, reasons, button } = asking
      const sheet = { title, hint, reasons, button }
      this.setData({ visible: true, wide, sheet, why: '', fault: '', failure: '', busy: false })
    },
    onWhy(event: Change<{ value: string }>) {
      this.setData({ why: event.detail.value, fault: '' })
    },
    onReady(event: Tap<{ text: string }>) {
      this.setData({ why: event.currentTarget.dataset.text, fault: '' })
    },
    onVisible(event: Change<{ visible: boolean }>) {
      if (!event.detail.visible) this.onCancel()
    },
    onCancel() {
      if (!this.data.busy) this.setData({ visible: false })
    },
    async onConfirm() {
      const { why, busy, asking } = this.data
      if (busy) return
      const fault = whyFault(why)
      if (fault !== '') {
        this.setData({ fault })
        return
      }
      this.setData({ busy: true, failure: '' })
      const failure = await asking.carryOut(why.trim())
      this.setData({ busy: false, failure, visible: failure !== '' })
    },
  },
})
