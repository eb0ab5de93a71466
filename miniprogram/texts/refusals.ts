/** What is said where WeChat, or the person in WeChat's own windows, refuses: what to do instead. */
import type { Refusal } from '../wechat/refusal'

const COPY_REFUSED: { [R in Refusal]?: string } = {
  declined: '你没有同意微信的隐私保护指引，所以没有复制。长按下面的文字可以复制；也可以返回再点一次“复制”，选择同意。',
}
const BY_HAND = '微信没有让本小程序复制。长按下面的文字，选择“复制”。'

/** Above a text that has to be copied by hand. */
export function copyRefusedText(refusal: Refusal): string {
  return COPY_REFUSED[refusal] ?? BY_HAND
}

export const NOT_DIALLED = '没有拨出电话'
export const COPY_NUMBER = '复制号码'
export const NOT_COPIED = '没有复制'

/** What is switched off in WeChat can be switched on there. */
export const SWITCHED_OFF = { title: '微信里没有开启', confirmText: '去设置', cancelText: '不用' } as const

/** Where WeChat does not open its settings either. */
export const SETTINGS_BY_HAND = {
  title: '没有打开设置',
  content: '请点右上角的“…”，选择“设置”，在那里开启。',
} as const

export function notDialledText(phone: string): string {
  return `这里不能直接拨打。请用手机拨打 ${phone}。`
}

export const IN_CALENDAR = '已加入日历'
export const NOT_IN_CALENDAR = '没有加入日历'
export const UNDERSTOOD = '知道了'

/** In the entry itself. */
export function calendarEntryText(when: string): string {
  return `${when} 起可以办理。打开微信小程序查看下一步。`
}

/** `when` is the minute that has to be remembered now. */
export function notInCalendarText(refusal: Refusal, when: string): string {
  const remember = `请自己记下：${when} 起可以办理。`
  if (refusal === 'cancelled') return `没有加入日历。${remember}`
  if (refusal === 'denied') return `微信没有使用日历的权限，没有加入日历。可以去设置里开启，或${remember}`
  if (refusal === 'declined')
    return `你没有同意微信的隐私保护指引，没有加入日历。可以再点一次“加入日历”并同意，或${remember}`
  return `这里不能加入日历。${remember}`
}

const NOT_REMINDED: { [R in Refusal]: string } = {
  cancelled: '没有允许，不会提醒。可以再点一次，或到时自己回来查看。',
  declined: '没有允许，不会提醒。可以再点一次，或到时自己回来查看。',
  denied: '你在微信里关闭了订阅消息，不会提醒。可以在右上角菜单“设置”里开启，或到时自己回来查看。',
  failed: '微信现在不能设置提醒。请稍后再试，或到时自己回来查看。',
}

/** Nothing was allowed, so nothing will be said. */
export function notRemindedText(refusal: Refusal): string {
  return NOT_REMINDED[refusal]
}

/** How old what still stands there is, where nothing newer came. */
export function notRefreshedText(age: string, why: string): string {
  return `没有更新：${why}现在显示的是${age}的内容。`
}
