import type { Change } from '../../../events'
import { serverNow } from '../../../clock'
import { beijingDay, dayText } from '../../../format'
import { CHOOSE_A_DAY } from '../../texts/branch'

/** A day, chosen from wheels, that may also be left open: label above, hint or error below. */
Component({
  properties: {
    label: { type: String, value: '' },
    /** `YYYY-MM-DD`, or empty. */
    value: { type: String, value: '' },
    /** What an empty one means. */
    none: { type: String, value: CHOOSE_A_DAY },
    error: { type: String, value: '' },
  },
  data: { open: false, shown: '', wheel: '', start: '', end: '' },
  observers: {
    value(value: string) {
      this.setData({ shown: value === '' ? '' : dayText(value) })
    },
  },
  methods: {
    onOpen() {
      const today = beijingDay(serverNow())
      const year = Number(today.slice(0, 4))
      this.setData({
        open: true,
        wheel: this.data.value || today,
        start: `${String(year - 1)}-01-01`,
        end: `${String(year + 2)}-12-31`,
      })
    },
    onClose() {
      this.setData({ open: false })
    },
    onPick(event: Change<{ value: string }>) {
      this.setData({ open: false })
      this.triggerEvent('input', { value: event.detail.value })
    },
    onClear() {
      this.triggerEvent('input', { value: '' })
    },
  },
})
