import { phoneText } from '../../format'
import { CONTACT } from '../../texts'
import { dial } from '../../wechat/telephone'

/** Whom to call. */
Component({
  properties: {
    title: { type: String, value: CONTACT },
    contact: { type: String, value: '' },
    phone: { type: String, value: '' },
  },
  data: { shown: '' },
  observers: {
    phone(phone: string) {
      this.setData({ shown: phoneText(phone) })
    },
  },
  methods: {
    onCall() {
      void dial(this.data.phone)
    },
  },
})
