/** One sentence that must not be missed: tone `wait`, `done`, `bad` or `brand`. */
Component({
  properties: {
    text: { type: String, value: '' },
    tone: { type: String, value: 'wait' },
  },
})
