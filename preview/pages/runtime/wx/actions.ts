import { actionSheet, hideToast, type ModalOptions, showModal, showToast, type ToastOptions } from '../dialogs'
import { tellShell } from '../phone'
import { beijingTime } from './beijing-time'
import { api, guarded, WxFailure } from './api'
import { subscribe } from './subscribe'

async function ask(title: string, content: string, confirmText: string): Promise<boolean> {
  const { confirm } = await showModal({ title, content, confirmText })
  return confirm
}

async function copy({ data }: { data: string }): Promise<void> {
  tellShell({ kind: 'copied', text: data })
  // The browser may refuse the real clipboard (no focus, no permission); the panel shows the text in any case.
  await navigator.clipboard.writeText(data).catch(() => undefined)
  showToast({ title: '内容已复制', icon: 'none' })
}

interface CalendarEntry {
  readonly title: string
  readonly startTime: number
}

/** What WeChat asks or tells the person in windows of its own. */
export const actions = {
  showToast: api('showToast', (options: ToastOptions) => {
    showToast(options)
  }),
  hideToast: api('hideToast', hideToast),
  showLoading: api('showLoading', ({ title, mask }: ToastOptions) => {
    showToast({ title: title ?? '', mask: mask ?? false, icon: 'loading', duration: Infinity })
  }),
  hideLoading: api('hideLoading', hideToast),
  showModal: api('showModal', (options: ModalOptions) => showModal(options)),
  showActionSheet: api(
    'showActionSheet',
    async ({ itemList, itemColor }: { itemList: readonly string[]; itemColor?: string }) => {
      const tapIndex = await actionSheet(itemList, itemColor)
      if (tapIndex === undefined) throw new WxFailure('cancel')
      return { tapIndex }
    },
  ),
  setClipboardData: guarded('setClipboardData', copy),
  makePhoneCall: api('makePhoneCall', async ({ phoneNumber }: { phoneNumber: string }) => {
    if (!(await ask('拨打电话', phoneNumber, '呼叫'))) throw new WxFailure('cancel')
  }),
  addPhoneCalendar: guarded('addPhoneCalendar', async ({ title, startTime }: CalendarEntry) => {
    if (!(await ask('添加到日历', `${title}\n${beijingTime(startTime * 1000)}`, '添加'))) throw new WxFailure('cancel')
  }),
  requestSubscribeMessage: api('requestSubscribeMessage', subscribe),
  openSetting: api('openSetting', async () => {
    await showModal({ title: '设置', content: '微信的设置页', showCancel: false })
  }),
  vibrateShort: api('vibrateShort', () => undefined),
  hideKeyboard: api('hideKeyboard', () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }),
  login: api('login', () => ({ code: 'preview' })),
}
