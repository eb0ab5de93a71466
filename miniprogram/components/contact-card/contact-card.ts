import { phoneText } from '../../format'

/** Whom to call. */
Component({
  properties: {
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
      wx.makePhoneCall({ phoneNumber: this.data.phone }).catch(() => undefined)
    },
  },
})
