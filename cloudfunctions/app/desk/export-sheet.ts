import type { ClaimField, ReceiveFact, Stage, Warning } from '../../contract'
import { beijingDay, beijingMinute, type Instant } from '../../domain/beijing'
import { neededFacts } from '../../domain/decide'
import { mask } from '../../domain/personal'
import type { Sealing, Sheet } from '../store/ports'
import type { BranchRecord, TransferRecord } from '../store/records'
import { warningsFor } from '../store/views'

const STAGES: Readonly<Record<Stage, string>> = {
  registered: '待审核',
  approved: '已同意',
  returned: '已退回',
  failed: '转移失败',
  transferred: '信息核对一致，等待北京系统确认',
  withdrawn: '已撤回',
  preparing: '准备中',
  announced: '已发起转出',
  received: '已接收',
}
const FIELDS: Readonly<Record<ClaimField, string>> = {
  name: '姓名',
  idNumber: '身份证号',
  memberNumber: '团员编号',
}
const FACTS: Readonly<Record<ReceiveFact, string>> = {
  online: '线上接收',
  letter: '介绍信',
  materials: '党员材料',
  probationPapers: '预备期材料',
  receipt: '回执',
}
const WARNINGS: Readonly<Record<Warning, string>> = {
  AGE_AT_JOINING: '入团年龄异常',
  NUMBER_ELSEWHERE: '团员编号另有人登记',
  ID_CONFLICT: '身份证号有冲突',
  NOT_ON_ROSTER: '不在名单上',
  CADRE: '团干部',
  LATE_MISMATCH: '外省系统后来报告信息不一致',
  PROBATION_ENDS: '预备期将满',
}

/** 转移成功 in the full sense needs the word of an outside system or of the secretary (procedure.md). */
const resultOf = ({ stage, state }: TransferRecord): string =>
  stage === 'transferred' && (state.confirmedBy === 'province' || state.confirmedBy === 'secretary')
    ? '转移成功'
    : STAGES[stage]

/** What has to come next, and from whom. */
const missingOf = ({ stage, state, party }: TransferRecord, now: Instant): string => {
  switch (stage) {
    case 'registered':
      return '团支部同意'
    case 'approved':
      return now < (state.readyAt ?? now) ? '等满规定时间' : '转入北京申请'
    case 'returned':
      return '本人修改后重新申请'
    case 'failed': {
      const differs = state.failure?.differs ?? []
      return differs.length === 0 ? '北京系统通过' : `${differs.map((field) => FIELDS[field]).join('、')}一致`
    }
    case 'transferred':
      return resultOf({ stage, state } as TransferRecord) === '转移成功' ? '' : '北京系统确认'
    case 'preparing':
      return '本人发起转出'
    case 'announced':
      return neededFacts(state.channel, party ?? 'full')
        .filter((fact) => state.facts[fact] === undefined)
        .map((fact) => FACTS[fact])
        .join('、')
    case 'received':
    case 'withdrawn':
      return ''
  }
}

const paperOf = ({ state }: TransferRecord): string =>
  (Object.entries(state.facts) as [ReceiveFact, Instant][])
    .map(([fact, at]) => `${FACTS[fact]} ${beijingDay(at)}`)
    .join('；')

const remarksOf = (transfer: TransferRecord, { branch, now }: Known): string => {
  const { state } = transfer
  const warnings = warningsFor(transfer, branch.rosterSize > 0, now).map((warning) => WARNINGS[warning])
  return [state.returnReason, state.reason, ...warnings].filter((text) => text !== undefined && text !== '').join('；')
}

const MINUTE = 60_000
const timeOf = (at: Instant | undefined): string => (at === undefined ? '' : beijingMinute(at))
/** Rounded up, so that nobody comes a minute early. */
const earliestOf = ({ readyAt }: TransferRecord['state']): string =>
  readyAt === undefined ? '' : beijingMinute(Math.ceil(readyAt / MINUTE) * MINUTE)

interface Known {
  branch: BranchRecord
  sealing: Sealing
  now: Instant
}

const maskedIn = (
  { _id, copy, state }: TransferRecord,
  sealing: Sealing,
  field: 'idNumber' | 'memberNumber',
): string => {
  const sealed = copy[field]
  if (sealed === null || state.erased) return ''
  return mask(sealing.open(sealed, { collection: 'transfers', id: _id, field }))
}

/** The columns: heading, width in characters, and the text of a cell. */
const COLUMNS: readonly [string, number, (transfer: TransferRecord, known: Known, at: number) => string][] = [
  ['序号', 6, (_, __, at) => String(at + 1)],
  ['学号', 14, ({ studentNumber }) => studentNumber ?? ''],
  ['姓名', 12, ({ name }) => name],
  ['身份证号（仅后四位）', 22, (transfer, { sealing }) => maskedIn(transfer, sealing, 'idNumber')],
  ['团支部或党支部', 24, (_, { branch }) => branch.shortName],
  ['入团年月', 10, ({ copy }) => copy.joinedOn ?? ''],
  ['团员编号（仅后四位）', 16, (transfer, { sealing }) => maskedIn(transfer, sealing, 'memberNumber')],
  ['转出地', 8, ({ state }) => (state.origin === 'beijing' ? '京内' : '京外')],
  ['登记时间', 17, ({ events }) => timeOf(events[0]?.at)],
  ['同意时间', 17, ({ state }) => timeOf(state.approvedAt)],
  ['最早可提交时间', 17, ({ state }) => earliestOf(state)],
  ['提交时间', 17, ({ state }) => timeOf(state.requestedAt ?? state.announcedAt)],
  ['结果', 16, resultOf],
  ['失败代码', 18, ({ state }) => state.failure?.code ?? ''],
  ['还缺什么', 20, (transfer, { now }) => missingOf(transfer, now)],
  ['纸质材料', 24, paperOf],
  ['备注', 30, remarksOf],
]

/** What no spreadsheet may hold, and half of a character. */
const NOT_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
/** A text that begins so is taken for a formula by some programs, whatever the cell says. */
const LIKE_FORMULA = /^[=+\-@\t\r\n]/u

const safe = (text: string): string => {
  const clean = text.replace(NOT_XML, '')
  return LIKE_FORMULA.test(clean) ? `'${clean}` : clean
}

/** The branch's transfers as a sheet: numbers masked, times in Beijing, and no text that could be taken for a formula. */
export const exportSheet = (transfers: readonly TransferRecord[], known: Known): Sheet => ({
  name: '转接情况',
  heading: COLUMNS.map(([heading]) => heading),
  widths: COLUMNS.map(([, width]) => width),
  rows: transfers.map((transfer, at) => COLUMNS.map(([, , text]) => safe(text(transfer, known, at)))),
})
