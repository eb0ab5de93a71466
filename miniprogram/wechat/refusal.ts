/** Why WeChat did not do what it was asked for. */
export type Refusal =
  /** The person put WeChat's own window away. */
  | 'cancelled'
  /** The person declined the privacy guide; WeChat asks again at a later tap. */
  | 'declined'
  /** The person keeps it switched off in WeChat's settings. */
  | 'denied'
  /** The mini-program's privacy declaration lacks it, or WeChat cannot do it here. */
  | 'failed'

/** WeChat's number for a privacy guide that was declined (PrivacyAuthorize). */
const DECLINED = 104
/** WeChat's code for whoever takes no messages at all (requestSubscribeMessage). */
const MESSAGES_OFF = 20004

/** Reads the fault of any `wx` function. */
export function refusalOf(error: unknown): Refusal {
  if (typeof error !== 'object' || error === null) return 'failed'
  if ('errno' in error && error.errno === DECLINED) return 'declined'
  if ('errCode' in error && error.errCode === MESSAGES_OFF) return 'denied'
  const wording = 'errMsg' in error ? String(error.errMsg) : ''
  if (wording.includes('cancel')) return 'cancelled'
  return /auth (?:deny|denied)/.test(wording) ? 'denied' : 'failed'
}

/** Whether this is WeChat on a phone; on a PC there is no calendar, no dialling and no handing on of files. */
export function onPhone(): boolean {
  return !/^(?:windows|mac|linux)/.test(wx.getDeviceInfo().platform)
}
