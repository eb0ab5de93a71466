import type { Tap } from '../../events'
import type { TransferPage } from '../../transfer/view'

/** Where a transfer stands: its tag, the countdown or the one line, then what to do and when. */
Component({
  properties: {
    page: { type: Object, value: {} as TransferPage },
  },
  methods: {
    onAct(event: Tap<{ act: 'copy' | 'settled' }>) {
      this.triggerEvent('act', { act: event.currentTarget.dataset.act })
    },
    onOver() {
      this.triggerEvent('over')
    },
  },
})
