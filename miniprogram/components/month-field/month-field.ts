import { serverNow } from '../../clock'
import { beijingMonth, monthText } from '../../format'

/** A month, chosen from wheels: label above, hint or error below. */
Component({
  properties: {
    label: { type: String, value: '' },
    /** `YYYY-MM`, or empty. */
    value: { type: String, value: '' },
    hint: { type: String, value: '' },
    error: { type: String, value: '' },
    start: { type: String, value: '1980-01' },
  },
  data: { open: false, shown: '', wheel: '', end: '' },
  observers: {
    value(value: string) {
      this.setData({ shown: value === '' ? '' : monthText(value) })
    },
  },
  methods: {
    onOpen() {
      const end = beijingMonth(serverNow())
      this.setData({ open: true, end, wheel: this.data.value || `${String(Number(end.slice(0, 4)) - 6)}-09` })
    },
    onClose() {
      this.setData({ open: false })
    },
    onPick(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ open: false })
      this.triggerEvent('input', { value: event.detail.value.slice(0, 7) })
    },
  },
})
