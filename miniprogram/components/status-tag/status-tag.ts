/** A short state: `wait`, `done`, `bad`, `brand` or `plain`. */
Component({
  properties: {
    text: { type: String, value: '' },
    tone: { type: String, value: 'plain' },
  },
})
