import { copyText } from '../../wechat/clipboard'

/** A value that must be copied into another system. `note` stands beside it and is not copied. */
Component({
  properties: {
    label: { type: String, value: '' },
    value: { type: String, value: '' },
    note: { type: String, value: '' },
  },
  methods: {
    onCopy() {
      void copyText(this.data.value)
    },
  },
})
