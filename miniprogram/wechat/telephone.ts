import { phoneText } from '../format'
import { COPY_NUMBER, NOT_DIALLED, notDialledText, UNDERSTOOD } from '../texts'
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
      confirmText: COPY_NUMBER,
      cancelText: UNDERSTOOD,
    })
    if (confirm) await copyText(phone)
  }
}
