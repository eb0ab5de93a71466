import { beijingMinute } from '../../domain/beijing'
import type { Sheet } from '../store/ports'
import type { AuditRecord, FiguresRecord, RosterRecord, TransferRecord } from '../store/records'
import { ACTORS, DEEDS, EVENTS, SAID_OF } from './export-words'
import { safe } from './export-cells'

const MATCHES = { full: '完全一致', partial: '部分一致' } as const

const sheetOf = (name: string, columns: readonly [string, number][], rows: readonly (readonly string[])[]): Sheet => ({
  name,
  heading: columns.map(([heading]) => heading),
  widths: columns.map(([, width]) => width),
  rows: rows.map((row) => row.map(safe)),
})

/** What happened to everybody, one line each, in the order of the list of transfers. */
export const logSheet = (transfers: readonly TransferRecord[], nameOf: (staffId: string) => string): Sheet =>
  sheetOf(
    '办理记录',
    [
      ['登记编号', 14],
      ['姓名', 12],
      ['时间', 17],
      ['谁', 14],
      ['做了什么', 18],
      ['说明', 40],
    ],
    transfers.flatMap(({ reference, name, events }) =>
      events.map((event) => [
        reference,
        name,
        beijingMinute(event.at),
        event.by === 'secretary' ? nameOf(event.who) : ACTORS[event.by],
        EVENTS[event.type],
        'reason' in event ? (event.reason ?? '') : '',
      ]),
    ),
  )

/** Everybody whom the branch expected. */
export const rosterSheet = (rows: readonly RosterRecord[], transfers: readonly TransferRecord[]): Sheet => {
  const references = new Map<string | null, string>(transfers.map(({ _id, reference }) => [_id, reference]))
  return sheetOf(
    '名单',
    [
      ['学号', 14],
      ['姓名', 12],
      ['登记编号', 14],
      ['与登记是否一致', 16],
    ],
    rows.map(({ studentNumber, name, transferId, match }) => [
      studentNumber ?? '',
      name,
      references.get(transferId) ?? '',
      match === null ? '未登记' : MATCHES[match],
    ]),
  )
}

/** The figures of every day of which there are any. */
export const figuresSheet = (figures: readonly FiguresRecord[]): Sheet =>
  sheetOf(
    '每日数字',
    [
      ['日期', 12],
      ['登记', 8],
      ['同意', 8],
      ['确认', 8],
      ['失败', 8],
    ],
    figures.map(({ day, registered, approved, confirmed, failed }) => [
      day,
      ...[registered, approved, confirmed, failed].map(String),
    ]),
  )

/** With whom or with how many it was done, in words. */
const whomOf = (
  { what, whom, whomStaff, count, changes }: AuditRecord,
  nameOf: (staffId: string) => string,
): string => {
  if (what === 'branchSave') return `${String(changes.length)} 项`
  const staff = whomStaff === null ? [] : [nameOf(whomStaff)]
  const people = count === null || count === 1 ? [] : [`${String(count)} 人`]
  return [...staff, ...whom.split(' ').map((part) => SAID_OF[part] ?? part), ...people].join(' ')
}

/** What staff did, the newest first. */
export const auditSheet = (entries: readonly AuditRecord[], nameOf: (staffId: string) => string): Sheet =>
  sheetOf(
    '操作记录',
    [
      ['时间', 17],
      ['谁', 14],
      ['做了什么', 16],
      ['对谁或多少', 24],
      ['原因', 40],
    ],
    entries.map((entry) => [
      ...[beijingMinute(entry.at), nameOf(entry.by), DEEDS[entry.what]],
      ...[whomOf(entry, nameOf), entry.why],
    ]),
  )
