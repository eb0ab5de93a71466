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

const digits = (value: number, length = 2): string => String(value).padStart(length, '0')

/** The calendar day that is so many days after 1 January 1970: what lists are full of is reckoned, not asked of a library. */
const dayAfterEpoch = (days: number): string => {
  const FROM_MARCH_OF_YEAR_0 = 719_468
  const [CENTURIES_4, CENTURY, YEARS_4, YEAR] = [146_097, 36_524, 1_460, 365]
  const all = days + FROM_MARCH_OF_YEAR_0
  const era = Math.floor(all / CENTURIES_4)
  const inEra = all - era * CENTURIES_4
  const leapless = inEra - Math.floor(inEra / YEARS_4) + Math.floor(inEra / CENTURY) - Math.floor(inEra / 146_096)
  const yearOfEra = Math.floor(leapless / YEAR)
  const inYear = inEra - (YEAR * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  // Months from March on have 153 days in five.
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${digits(year, 4)}-${digits(month)}-${digits(day)}`
}

/** The day and the milliseconds of it, in Greenwich. */
const split = (at: Instant): [day: string, rest: number] => {
  const days = Math.floor(at / DAY)
  return [dayAfterEpoch(days), at - days * DAY]
}
const clockOf = (rest: number): string => `${digits(Math.floor(rest / HOUR))}:${digits(Math.floor(rest / 60_000) % 60)}`

/** The Beijing calendar day of an instant, `YYYY-MM-DD`. */
export const beijingDay = (at: Instant): string => split(at + OFFSET_HOURS * HOUR)[0]

/** The Beijing day and minute of an instant, `YYYY-MM-DD HH:mm`. */
export const beijingMinute = (at: Instant): string => {
  const [day, rest] = split(at + OFFSET_HOURS * HOUR)
  return `${day} ${clockOf(rest)}`
}

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
export const isDay = (text: string): boolean => {
  if (!/^(?:[1-9]\d{3}|0[1-9]\d\d)-\d\d-\d\d$/u.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return month >= 1 && month <= 12 && day >= 1 && day <= length
}

/** Whether the text is a real month written `YYYY-MM`. */
export const isMonth = (text: string): boolean => dayjs.utc(text, 'YYYY-MM', true).isValid()

/** An instant as clients see it: ISO 8601 in UTC. */
export const toIso = (at: Instant): string => {
  const [day, rest] = split(at)
  return `${day}T${clockOf(rest)}:${digits(Math.floor(rest / 1_000) % 60)}.${digits(rest % 1_000, 3)}Z`
}
