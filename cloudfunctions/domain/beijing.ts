import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import utc from 'dayjs/plugin/utc'

dayjs.extend(utc)
dayjs.extend(customParseFormat)

/** Milliseconds since the epoch, by the server's clock. The domain never reads a clock itself. */
export type Instant = number

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** China has one zone and no summer time; a fixed offset works where `Intl` is missing. */
const OFFSET_HOURS = 8

const inBeijing = (at: Instant) => dayjs.utc(at).utcOffset(OFFSET_HOURS)

/** The Beijing calendar day of an instant, `YYYY-MM-DD`. */
export const beijingDay = (at: Instant): string => inBeijing(at).format('YYYY-MM-DD')

/** The Beijing day and minute of an instant, `YYYY-MM-DD HH:mm`. */
export const beijingMinute = (at: Instant): string => inBeijing(at).format('YYYY-MM-DD HH:mm')

/** The Beijing day and minute as a message writes it, `2024年9月3日 14:06`. */
export const beijingText = (at: Instant): string => inBeijing(at).format('YYYY年M月D日 HH:mm')

/** The first instant of the Beijing day after the one that `at` lies in. */
export const nextBeijingDay = (at: Instant): Instant => inBeijing(at).startOf('day').add(1, 'day').valueOf()

/** Nine in the morning in Beijing, the next time from this instant on. */
export const nextNine = (at: Instant): Instant => {
  const nine = inBeijing(at).startOf('day').add(9, 'hour').valueOf()
  return nine > at ? nine : nine + DAY
}

/** The first instant of a Beijing day `YYYY-MM-DD`. */
export const startOfDay = (day: string): Instant => dayjs.utc(day).subtract(OFFSET_HOURS, 'hour').valueOf()

/** The same time of day so many calendar months earlier. */
export const monthsBefore = (at: Instant, months: number): Instant => inBeijing(at).subtract(months, 'month').valueOf()

/** `day` plus a number of calendar days, both `YYYY-MM-DD`. */
export const addDays = (day: string, days: number): string => dayjs.utc(day).add(days, 'day').format('YYYY-MM-DD')

/** The last day of the month that a day `YYYY-MM-DD` lies in. */
export const lastDayOfMonth = (day: string): string => dayjs.utc(day).endOf('month').format('YYYY-MM-DD')

/** Whether the text is a real calendar day written `YYYY-MM-DD`, whatever zone the server runs in. */
export const isDay = (text: string): boolean => dayjs.utc(text, 'YYYY-MM-DD', true).isValid()

/** Whether the text is a real month written `YYYY-MM`. */
export const isMonth = (text: string): boolean => dayjs.utc(text, 'YYYY-MM', true).isValid()

/** An instant as clients see it: ISO 8601 in UTC. */
export const toIso = (at: Instant): string => dayjs.utc(at).toISOString()
