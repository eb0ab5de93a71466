/**
 * Instants, days and numbers as people in Beijing read them.
 * Android's WeChat has no `Intl`, so Beijing is a fixed offset of eight hours (China has no summer time).
 */
import dayjs, { type Dayjs } from 'dayjs'
import utc from 'dayjs/plugin/utc'

dayjs.extend(utc)

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function beijing(instant: string | number): Dayjs {
  return dayjs.utc(instant).utcOffset(8)
}

/** 「11月23日 14:06」; with the year when it is not the year of `now`. */
export function moment(instant: string | number, now?: string | number): string {
  return `${day(instant, now)} ${beijing(instant).format('HH:mm')}`
}

/** 「11月23日」; with the year when it is not the year of `now`. */
export function day(instant: string | number, now?: string | number): string {
  const at = beijing(instant)
  const sameYear = now === undefined || beijing(now).year() === at.year()
  return at.format(sameYear ? 'M月D日' : 'YYYY年M月D日')
}

/** The first whole minute that is not before the instant: a deadline is never shown too early. */
export function roundUp(instant: string | number): number {
  return Math.ceil(dayjs.utc(instant).valueOf() / MINUTE) * MINUTE
}

/** A deadline as a moment, rounded up to the minute. */
export function deadline(instant: string | number, now?: string | number): string {
  return moment(roundUp(instant), now)
}

/** The Beijing day after the one in which the instant falls: 「11月24日」. */
export function dayAfter(instant: string | number, now?: string | number): string {
  return day(beijing(instant).add(1, 'day').valueOf(), now)
}

/** What is left until an instant, rounded up: 「17 小时 42 分」, 「12 分」, 「3 天 4 小时」; empty when it is over. */
export function remaining(until: string | number, now: string | number): string {
  const left = dayjs.utc(until).valueOf() - dayjs.utc(now).valueOf()
  if (left <= 0) return ''
  const minutes = Math.ceil(left / MINUTE)
  if (minutes < 60) return `${String(minutes)} 分`
  if (minutes <= 48 * 60) return join(Math.floor(minutes / 60), '小时', minutes % 60, '分')
  const hours = Math.ceil(left / HOUR)
  return join(Math.floor(hours / 24), '天', hours % 24, '小时')
}

function join(big: number, bigUnit: string, small: number, smallUnit: string): string {
  const whole = `${String(big)} ${bigUnit}`
  return small === 0 ? whole : `${whole} ${String(small)} ${smallUnit}`
}

/** How long ago: 「刚刚」, 「12 分钟前」, 「3 小时前」 (the same day), 「昨天 21:10」, 「11月19日」. */
export function ago(instant: string | number, now: string | number): string {
  const past = dayjs.utc(now).valueOf() - dayjs.utc(instant).valueOf()
  if (past < MINUTE) return '刚刚'
  if (past < HOUR) return `${String(Math.floor(past / MINUTE))} 分钟前`
  const days = beijing(now).startOf('day').diff(beijing(instant).startOf('day'), 'day')
  if (days <= 0) return `${String(Math.floor(past / HOUR))} 小时前`
  if (days === 1) return `昨天 ${beijing(instant).format('HH:mm')}`
  return day(instant, now)
}

/** How many whole days have passed. */
export function daysSince(instant: string | number, now: string | number): number {
  return Math.max(0, Math.floor((dayjs.utc(now).valueOf() - dayjs.utc(instant).valueOf()) / DAY))
}

/** Between which numbers: 「24 至 720」. */
export function range({ least, most }: { least: number; most: number }): string {
  return `${String(least)} 至 ${String(most)}`
}

/** `2018-09` as 「2018年9月」. */
export function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return /^\d{4}-\d{2}$/.test(month) ? `${year}年${String(Number(number))}月` : month
}

/** A day `2024-09-01` as 「2024年9月1日」. */
export function dayText(value: string): string {
  const [year = '', month = '', date = ''] = value.split('-')
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${year}年${String(Number(month))}月${String(Number(date))}日` : value
}

/** A day `2024-09-01` so many days later. */
export function addDays(value: string, days: number): string {
  return dayjs.utc(value).add(days, 'day').format('YYYY-MM-DD')
}

/** The same day so many months later; where that month is shorter, its last day. */
export function addMonths(value: string, months: number): string {
  return dayjs.utc(value).add(months, 'month').format('YYYY-MM-DD')
}

/** The Beijing day of an instant, `YYYY-MM-DD`. */
export function beijingDay(instant: string | number): string {
  return beijing(instant).format('YYYY-MM-DD')
}

/** The Beijing month of an instant, `YYYY-MM`. */
export function beijingMonth(instant: string | number): string {
  return beijing(instant).format('YYYY-MM')
}

/** A registration number to be read over the phone: 「2411 0382 7」. */
export function reference(digits: string): string {
  return inFours(digits)
}

/** A member number in fours: 「2018 3700 1234」; masked ones too. */
export function inFours(text: string): string {
  return text.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

/** An ID number as it is printed in forms: region, birthday, rest; 「110105 20010228 002X」. */
export function idText(text: string): string {
  const tidy = text.replace(/\s/g, '')
  return tidy.length === 18 ? `${tidy.slice(0, 6)} ${tidy.slice(6, 14)} ${tidy.slice(14)}` : tidy
}

/** A phone number as it is read: 「138 0013 8000」, 「010-62334997」. */
export function phoneText(text: string): string {
  const tidy = text.replace(/[\s-]/g, '')
  if (/^1[\d*]{10}$/.test(tidy)) return `${tidy.slice(0, 3)} ${tidy.slice(3, 7)} ${tidy.slice(7)}`
  if (/^010\d{8}$/.test(tidy)) return `${tidy.slice(0, 3)}-${tidy.slice(3)}`
  return text
}

/** The last four characters of a masked value. */
export function lastFour(masked: string): string {
  return masked.slice(-4)
}
