/** The phone's own calendar, so that the end of a wait is not missed. */
import { deadline, roundUp } from './format'

const HALF_AN_HOUR = 1_800
const REMIND_BEFORE = 600

/** Asks WeChat to put an entry at the first whole minute from `instant`. Whoever declines hears nothing more of it. */
export function addToCalendar(title: string, instant: string): void {
  const startTime = roundUp(instant) / 1000
  const entry = {
    title,
    startTime,
    endTime: String(startTime + HALF_AN_HOUR),
    description: `${deadline(instant)} 起可以办理。打开微信小程序查看下一步。`,
    alarm: true,
    alarmOffset: REMIND_BEFORE,
  }
  wx.addPhoneCalendar(entry).catch(() => undefined)
}
