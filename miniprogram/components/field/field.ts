import type { Change } from '../../events'

/** A line of input: its label above, a hint, and the error beside it, which is heard when the field is entered. */
Component({
  properties: {
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    value: { type: String, value: '' },
    error: { type: String, value: '' },
    placeholder: { type: String, value: '' },
    /** Keyboard: `text`, `number`, `idcard`, `tel`, `nickname`. */
    type: { type: String, value: 'text' },
    maxlength: { type: Number, value: 100 },
  },
  methods: {
    onInput(event: Change<{ value: string }>) {
      this.triggerEvent('input', { value: event.detail.value })
    },
    onBlur(event: Change<{ value: string }>) {
      this.triggerEvent('leave', { value: event.detail.value })
    },
  },
})
