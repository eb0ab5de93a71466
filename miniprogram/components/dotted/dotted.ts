/** 「a · b · c」: a line that is broken between its parts alone, without a dot left over at either end. */
Component({
  properties: {
    text: { type: String, value: '' },
  },
  data: { parts: [] as string[] },
  observers: {
    text(text: string) {
      this.setData({ parts: text.split(' · ') })
    },
  },
})
