import { notRemindedText, SETTINGS_BY_HAND, SWITCHED_OFF } from '../texts'
import { REMINDERS_AT_ONCE } from '../limits'
import { refusalOf } from './refusal'

/** What the person answered for each template, and a sentence where nothing was allowed. */
export interface Subscribed {
  choices: object
  refused: string
}

/** Asks for messages; must be called in the tap itself, before anything is waited for. */
export async function subscribe(templates: readonly string[]): Promise<Subscribed> {
  try {
    const choices = await wx.requestSubscribeMessage({ tmplIds: templates.slice(0, REMINDERS_AT_ONCE) })
    const allowed = Object.values(choices).some((choice) => /^accept/.test(choice))
    return { choices, refused: allowed ? '' : notRemindedText('cancelled') }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === 'denied') void offerSettings(notRemindedText(refusal))
    return { choices: {}, refused: notRemindedText(refusal) }
  }
}

/** Says what is switched off, and leads to WeChat's settings. */
export async function offerSettings(content: string): Promise<void> {
  const { confirm } = await wx.showModal({ ...SWITCHED_OFF, content })
  if (!confirm) return
  wx.openSetting({ withSubscriptions: true }).catch(() => {
    void wx.showModal({ title: SETTINGS_BY_HAND.title, content: SETTINGS_BY_HAND.content, showCancel: false })
  })
}
