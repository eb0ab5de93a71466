import type { Change } from '../../../events'
import { NOT_FILLED_IN } from '../../texts/branch'

const LINE_ENDS = /[\r\n]+/g

/** A field for a long name or an address: one line of text that is shown whole, on as many lines as it takes. */
Component({
  properties: {
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    value: { type: String, value: '' },
    error: { type: String, value: '' },
    placeholder: { type: String, value: NOT_FILLED_IN },
    maxlength: { type: Number, value: 100 },
  },
  data: { shown: '' },
  observers: {
    value(value: string) {
      if (value !== this.data.shown) this.setData({ shown: value })
    },
  },
  methods: {
    onInput({ detail }: Change<{ value: string }>) {
      const value = detail.value.replace(LINE_ENDS, '')
      // What was typed first, else taking the end of a line out again would change nothing on the screen.
      if (value !== detail.value) this.setData({ shown: detail.value })
      this.setData({ shown: value })
      this.triggerEvent('input', { value })
    },
  },
})
