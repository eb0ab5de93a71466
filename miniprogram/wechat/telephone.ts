import { phoneText } from '../format'
import { NOT_DIALLED, notDialledText } from '../texts'
import { copyText } from './clipboard'
import { refusalOf } from './refusal'

/** Asks WeChat to call; where it does not, the number is shown, and can be copied. */
export async function dial(phone: string): Promise<void> {
  try {
    await wx.makePhoneCall({ phoneNumber: phone })
  } catch (error) {
    if (refusalOf(error) === 'cancelled') {
      void wx.showToast({ title: NOT_DIALLED, icon: 'none' })
      return
    }
    const { confirm } = await wx.showModal({
      title: NOT_DIALLED,
      content: notDialledText(phoneText(phone)),
      confirmText: '复制号码',
      cancelText: '知道了',
    })
    if (confirm) await copyText(phone)
  }
}
