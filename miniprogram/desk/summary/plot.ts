/** What happened by day, as rows of bars on one scale, and the week's sentence. Pure. */
import type { DeskSummary, Kind } from '../../../cloudfunctions/contract'
import { dayText } from '../../format'
import type { Tone } from '../../texts'
import { meetingText, plotHeading, SERIES, seriesSpoken, type Series } from '../texts/summary'

type Day = DeskSummary['days'][number]

/** One series: its bars from the oldest day to the newest, of the highest bar of all. */
interface PlotRow {
  key: Series
  label: string
  /** 「共 120」 of the days shown. */
  total: string
  tone: Tone
  spoken: string
  percents: number[]
}

export interface Plot {
  heading: string
  rows: PlotRow[]
  /** The first and the last day that is drawn. */
  from: string
  to: string
}

const KEYS: readonly Series[] = ['registered', 'approved', 'confirmed']
const TONES: { [S in Series]: Tone } = { registered: 'plain', approved: 'brand', confirmed: 'done' }
/** So many days are drawn, though there was nothing at first. */
const DAYS_AT_LEAST = 14
const WEEK = 7

/** The bars of the days since something happened first; null where nothing has. */
export function plotOf(days: DeskSummary['days'], kind: Kind): Plot | null {
  const first = days.findIndex((one) => KEYS.some((key) => one[key] > 0))
  if (first === -1) return null
  const shown = days.slice(Math.max(0, Math.min(first, days.length - DAYS_AT_LEAST)))
  const most = Math.max(...shown.flatMap((one) => KEYS.map((key) => one[key])))
  return {
    heading: plotHeading(shown.length, most),
    rows: KEYS.map((key) => rowOf(key, SERIES[kind][key], shown, most)),
    from: monthAndDay(shown[0]),
    to: monthAndDay(shown[shown.length - 1]),
  }
}

function rowOf(key: Series, label: string, days: readonly Day[], most: number): PlotRow {
  const counts = days.map((one) => one[key])
  const total = counts.reduce((sum, count) => sum + count, 0)
  const highest = Math.max(...counts)
  const on = dayText(days[counts.indexOf(highest)]?.day ?? '')
  return {
    key,
    label,
    total: String(total),
    tone: TONES[key],
    spoken: seriesSpoken(label, { total, days: days.length, most: highest, on }),
    percents: counts.map((count) => (count === 0 ? 0 : Math.max(4, Math.round((count / most) * 100)))),
  }
}

/** 「9月4日」: the year is known. */
function monthAndDay(one: Day | undefined): string {
  return dayText(one?.day ?? '').replace(/^\d+年/, '')
}

/** The sentence for the weekly meeting. */
export function meetingSentence(summary: DeskSummary, kind: Kind, name: string, now: number): string {
  const { stages, confirmedBy, rosterSize, notRegistered, people, days } = summary
  const unconfirmed = (confirmedBy.member ?? 0) + (confirmedBy.link ?? 0)
  const week = days.slice(-WEEK)
  const sum = (key: Series): number => week.reduce((all, one) => all + one[key], 0)
  return meetingText(kind, {
    name,
    now,
    rosterSize,
    notRegistered,
    people,
    due: (kind === 'league' ? stages.registered : stages.announced) ?? 0,
    done: kind === 'league' ? Math.max((stages.transferred ?? 0) - unconfirmed, 0) : (stages.received ?? 0),
    failed: stages.failed ?? 0,
    week: { registered: sum('registered'), approved: sum('approved'), confirmed: sum('confirmed') },
  })
}
