import { serverNow } from '../../clock'
import type { Change } from '../../events'
import { beijingDay, dayText, monthText } from '../../format'

/** A month, or with `mode` `date` a day, chosen from wheels: label above, hint or error below. */
Component({
  properties: {
    label: { type: String, value: '' },
    /** `month` or `date`. */
    mode: { type: String, value: 'month' },
    /** `YYYY-MM` or `YYYY-MM-DD`, or empty. */
    value: { type: String, value: '' },
    hint: { type: String, value: '' },
    error: { type: String, value: '' },
    start: { type: String, value: '1980-01' },
    /** The last that can be chosen; empty is now. */
    until: { type: String, value: '' },
    /** Where the wheels stand at first; empty is the September six years before the last. */
    from: { type: String, value: '' },
  },
  data: { open: false, shown: '', wheel: '', end: '' },
  observers: {
    'value, mode'(value: string, mode: string) {
      this.setData({ shown: value === '' ? '' : mode === 'date' ? dayText(value) : monthText(value) })
    },
  },
  methods: {
    onOpen() {
      const { value, mode, until, from } = this.data
      const end = until || beijingDay(serverNow()).slice(0, mode === 'date' ? 10 : 7)
      const usual = from || `${String(Number(end.slice(0, 4)) - 6)}-09`
      this.setData({ open: true, end, wheel: value || usual })
    },
    onClose() {
      this.setData({ open: false })
    },
    onPick(event: Change<{ value: string }>) {
      this.setData({ open: false })
      this.triggerEvent('input', { value: event.detail.value })
    },
  },
})
