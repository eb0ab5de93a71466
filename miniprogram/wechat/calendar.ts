/** The phone's own calendar, so that the end of a wait is not missed. */
import { deadline, roundUp } from '../format'
import { calendarEntryText, IN_CALENDAR, NOT_IN_CALENDAR, notInCalendarText, UNDERSTOOD } from '../texts'
import { refusalOf } from './refusal'
import { offerSettings } from './subscription'

const HALF_AN_HOUR = 1_800
const REMIND_BEFORE = 600

/** Asks WeChat to put an entry at the first whole minute from `instant`; where there is none, the minute is said. */
export async function addToCalendar(title: string, instant: string): Promise<void> {
  const startTime = roundUp(instant) / 1000
  const entry = {
    title,
    startTime,
    endTime: String(startTime + HALF_AN_HOUR),
    description: calendarEntryText(deadline(instant)),
    alarm: true,
    alarmOffset: REMIND_BEFORE,
  }
  try {
    await wx.addPhoneCalendar(entry)
    void wx.showToast({ title: IN_CALENDAR, icon: 'none' })
  } catch (error) {
    const refusal = refusalOf(error)
    const content = notInCalendarText(refusal, deadline(instant))
    if (refusal === 'denied') await offerSettings(content)
    else await wx.showModal({ title: NOT_IN_CALENDAR, content, showCancel: false, confirmText: UNDERSTOOD })
  }
}
