import type { Change } from '../../events'
import { dayText, monthText } from '../../format'

/**
 * Wheels from which a month or a day is turned, above the lower edge: says what stands there when it is taken (`pick`),
 * or that nothing was (`close`). TDesign's wheels under a bar of our own, for the buttons of theirs have no role.
 */
Component({
  properties: {
    title: { type: String, value: '' },
    open: { type: Boolean, value: false },
    /** `month` or `date`. */
    mode: { type: String, value: 'month' },
    /** Where the wheels stand at first: `YYYY-MM` or `YYYY-MM-DD`. */
    value: { type: String, value: '' },
    /** The first and the last that can be chosen. */
    start: { type: String, value: '' },
    end: { type: String, value: '' },
  },
  /** `wheel` sets the wheels; `turned` is where they stand, in words `spoken`. */
  data: { wheel: '', turned: '', spoken: '' },
  observers: {
    open(open: boolean) {
      if (!open) return
      const { value, start, end } = this.data
      const first = end !== '' && value > end ? end : value < start ? start : value
      // Emptied first: wheels that were turned and left go back only when they are given another value.
      this.setData({ wheel: '' })
      this.setData({ wheel: first })
      this.stand(first)
    },
  },
  methods: {
    stand(turned: string) {
      const { mode } = this.data
      this.setData({ turned, spoken: mode === 'date' ? dayText(turned) : monthText(turned) })
    },
    onTurn(event: Change<{ value: string }>) {
      this.stand(event.detail.value)
    },
    onTake() {
      this.triggerEvent('pick', { value: this.data.turned })
    },
    onClose() {
      this.triggerEvent('close')
    },
  },
})
