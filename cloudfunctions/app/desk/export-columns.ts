import type { ExportColumn, ReceiveFact } from '../../contract'
import { EXPORT_COLUMNS } from '../../../miniprogram/limits'
import { beijingDay, beijingMinute, type Instant } from '../../domain/beijing'
import { letterValidUntil } from '../../domain/decide'
import { missingFacts } from '../../domain/desk-lists'
import { mask } from '../../domain/personal'
import type { ListedTransfer, Sealing } from '../store/ports'
import type { BranchRecord } from '../store/records'
import { warningsFor } from '../store/views'
import { FACTS, FIELDS, STAGES, WARNINGS } from './export-words'

export interface Known {
  branch: BranchRecord
  sealing: Sealing
  now: Instant
}

const MINUTE = 60_000
const timeOf = (at: Instant | undefined): string => (at === undefined ? '' : beijingMinute(at))
const dayOf = (at: Instant | undefined): string => (at === undefined ? '' : beijingDay(at))

/** 转移成功 in the full sense needs the word of an outside system or of the secretary (procedure.md). */
const isSuccess = ({ stage, state }: ListedTransfer): boolean =>
  stage === 'transferred' && (state.confirmedBy === 'province' || state.confirmedBy === 'secretary')

export const resultOf = (transfer: ListedTransfer): string => {
  const { stage, state } = transfer
  if (isSuccess(transfer)) return '转移成功'
  return stage === 'approved' && state.requestedAt !== undefined ? '已提交，待确认' : STAGES[stage]
}

const failureOf = ({ state: { failure }, events }: ListedTransfer): string => {
  if (failure === undefined) return ''
  if (failure.code === 'OFFICIAL_FAILURE') {
    const told = events.findLast(({ type }) => type === 'officiallyFailed')
    return ['北京系统未通过', told?.reason].filter(Boolean).join('：')
  }
  return `${(failure.differs ?? []).map((field) => FIELDS[field]).join('、')}不一致`
}

/** What has to come next, and from whom. */
const missingOf = (transfer: ListedTransfer, now: Instant): string => {
  const { stage, state, party } = transfer
  switch (stage) {
    case 'registered':
      return '团支部同意'
    case 'approved':
      if (state.requestedAt !== undefined) return '北京系统确认'
      return now < (state.readyAt ?? now) ? '等满规定时间' : '转入北京申请'
    case 'returned':
      return '本人修改后重新申请'
    case 'failed': {
      const differs = state.failure?.differs ?? []
      return differs.length === 0 ? '北京系统通过' : `${differs.map((field) => FIELDS[field]).join('、')}一致`
    }
    case 'transferred':
      return isSuccess(transfer) ? '' : '北京系统确认'
    case 'preparing':
      return '本人发起转出'
    case 'announced':
    case 'received':
      return missingFacts(state, party)
        .map((fact) => FACTS[fact])
        .join('、')
    case 'withdrawn':
      return ''
  }
}

const remarksOf = (transfer: ListedTransfer, { branch, now }: Known): string => {
  const { state } = transfer
  const warnings = warningsFor(transfer, branch.rosterSize > 0, now).map((warning) => WARNINGS[warning])
  return [state.returnReason, state.reason, ...warnings].filter((text) => text !== undefined && text !== '').join('；')
}

/** Rounded up, so that nobody comes a minute early. */
const earliestOf = ({ readyAt }: ListedTransfer['state']): string =>
  readyAt === undefined ? '' : beijingMinute(Math.ceil(readyAt / MINUTE) * MINUTE)

const maskedIn = (
  { _id, copy, state }: ListedTransfer,
  sealing: Sealing,
  field: 'idNumber' | 'memberNumber',
): string => {
  const sealed = copy[field]
  if (sealed === null || state.erased) return ''
  return mask(sealing.open(sealed, { collection: 'transfers', id: _id, field }))
}

const factOf =
  (fact: ReceiveFact) =>
  ({ state }: ListedTransfer): string =>
    dayOf(state.facts[fact])

const CHANNELS = { online: '线上', paper: '纸质介绍信' } as const

/** A column: its heading, its width in characters, the text of a cell, and whether that is words or stars. */
export interface Column {
  heading: string
  width: number
  text: (transfer: ListedTransfer, known: Known, at: number) => string
  worded: boolean
}
const column = (heading: string, width: number, text: Column['text']): Column => ({
  heading,
  width,
  text,
  worded: false,
})
const words = (heading: string, width: number, text: Column['text']): Column => ({
  ...column(heading, width, text),
  worded: true,
})

const COLUMNS: { [key in ExportColumn]: Column } = {
  number: column('序号', 6, (_, __, at) => String(at + 1)),
  reference: column('登记编号', 14, ({ reference }) => reference),
  studentNumber: column('学号', 14, ({ studentNumber }) => studentNumber ?? ''),
  name: words('姓名', 12, ({ name }) => name),
  idNumber: words('身份证号（仅后四位）', 22, (transfer, { sealing }) => maskedIn(transfer, sealing, 'idNumber')),
  branch: words('团支部或党支部', 24, (_, { branch }) => branch.shortName),
  joinedOn: column('入团年月', 10, ({ copy }) => copy.joinedOn ?? ''),
  memberNumber: words('团员编号（仅后四位）', 16, (transfer, { sealing }) =>
    maskedIn(transfer, sealing, 'memberNumber'),
  ),
  party: words('党员身份', 10, ({ party }) => (party === null ? '' : party === 'full' ? '正式党员' : '预备党员')),
  origin: words('转出地', 8, ({ state }) => (state.origin === 'beijing' ? '京内' : '京外')),
  channel: words('转出方式', 12, ({ state }) => (state.channel === undefined ? '' : CHANNELS[state.channel])),
  registeredAt: column('登记时间', 17, ({ events }) => timeOf(events[0]?.at)),
  approvedAt: column('同意时间', 17, ({ state }) => timeOf(state.approvedAt)),
  readyAt: column('最早可提交时间', 17, ({ state }) => earliestOf(state)),
  submittedAt: column('提交时间', 17, ({ state }) => timeOf(state.requestedAt ?? state.announcedAt)),
  letterIssuedOn: column('介绍信开具日期', 14, ({ state }) => state.letter?.issuedOn ?? ''),
  letterValidUntil: column('介绍信有效期至', 14, ({ state }) =>
    state.letter === undefined ? '' : letterValidUntil(state.letter),
  ),
  duesPaidTo: column('党费交至', 10, ({ state }) => state.letter?.duesPaidTo ?? ''),
  online: column('线上接收', 12, factOf('online')),
  letter: column('收到介绍信', 12, factOf('letter')),
  materials: column('党员材料', 12, factOf('materials')),
  probationPapers: column('预备期材料', 12, factOf('probationPapers')),
  receipt: column('回执寄出', 12, factOf('receipt')),
  probationEndsOn: column('预备期满', 12, ({ state }) => state.probationEndsOn ?? ''),
  result: words('结果', 18, resultOf),
  failure: words('失败原因', 24, failureOf),
  missing: words('还缺什么', 20, (transfer, { now }) => missingOf(transfer, now)),
  remarks: words('备注', 30, remarksOf),
}

/** The columns of a sheet in their order: those that the kind of branch has, and of these those that are asked for. */
export const columnsOf = ({ kind }: BranchRecord, wanted: readonly ExportColumn[] | undefined): Column[] =>
  EXPORT_COLUMNS[kind].filter((key) => wanted?.includes(key) ?? true).map((key) => COLUMNS[key])
