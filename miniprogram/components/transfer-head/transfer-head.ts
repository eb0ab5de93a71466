import type { TransferPage } from '../../transfer/view'

/** Where a transfer stands: its tag, the countdown or the one line, then what to do and when. */
Component({
  properties: {
    page: { type: Object, value: {} as TransferPage },
  },
  methods: {
    onOver() {
      this.triggerEvent('over')
    },
  },
})
