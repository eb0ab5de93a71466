/** One line that leads on to another page (`go`). */
Component({
  properties: {
    label: { type: String, value: '' },
    /** What is found there, in a few words. */
    sub: { type: String, value: '' },
  },
  methods: {
    onTap() {
      this.triggerEvent('go')
    },
  },
})
