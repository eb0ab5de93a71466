/** Copying. Where WeChat refuses, a page shows the text to be copied by hand. */
import { copyRefusedText, NOT_COPIED } from '../texts'
import { refusalOf } from './refusal'

/** What could not be copied, and why. */
export interface Uncopied {
  text: string
  why: string
}

/** Kept here and in no address: it may hold somebody's name. */
let uncopied: Uncopied = { text: '', why: '' }

/** Copies; false where the person was led to the page on which the text stands to be copied by hand. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await wx.setClipboardData({ data: text })
    return true
  } catch (error) {
    uncopied = { text, why: copyRefusedText(refusalOf(error)) }
    await showByHand()
    return false
  }
}

/** On top of the page, or in its place where ten lie on top of each other already; else in a window. */
async function showByHand(): Promise<void> {
  const url = '/pages/copy/copy'
  try {
    await wx.navigateTo({ url }).catch(() => wx.redirectTo({ url }))
  } catch {
    void wx.showModal({ title: NOT_COPIED, content: `${uncopied.why}\n${uncopied.text}`, showCancel: false })
  }
}

/** What the page of copying by hand shows. */
export function textToCopy(): Uncopied {
  return uncopied
}
