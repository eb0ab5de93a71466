/** Preparing and announcing a Party transfer: what is filled in, what is missing, what is sent. Pure. */
import type { BranchView, InputOf, Letter, PreparedKey, TransferView } from '../../../cloudfunctions/contract'
import { dayText, monthText } from '../../format'
import {
  ANNOUNCE_CLOSED,
  CHANNELS,
  CHOOSE_CHANNEL,
  failureText,
  fieldText,
  fileConfirmedText,
  handInText,
  letterEnds,
  letterWarning,
  PREPARE,
  PREPARED_LINES,
  validityText,
  validUntilText,
  type PreparePhase,
} from '../../texts'
import { isProbationary } from '../../transfer/stages/party'
import { LETTER_USUAL_DAYS } from '../../limits'

/** Everything that can be filled in; kept on the server as a draft while it is prepared. */
export interface Preparation {
  file: boolean
  letterToCounsellor: boolean
  probationPapers: boolean
  /** Who answered for the file, and on which day. */
  fileBy: string
  fileOn: string
  probationEndsOn: string
  channel: 'online' | 'paper' | ''
  issuedOn: string
  validDays: string
  duesPaidTo: string
}

/** Nothing is prepared yet; what an earlier announcement told is kept. */
export function freshPreparation({ origin, probationEndsOn, channel, letter }: TransferView): Preparation {
  return {
    file: false,
    letterToCounsellor: false,
    probationPapers: false,
    fileBy: '',
    fileOn: '',
    probationEndsOn: probationEndsOn ?? '',
    channel: channel ?? '',
    issuedOn: letter?.issuedOn ?? '',
    validDays: letter === undefined ? String(LETTER_USUAL_DAYS[origin]) : String(letter.validDays),
    duesPaidTo: letter?.duesPaidTo ?? '',
  }
}

/** The preparation as it is kept; null where nothing is filled in. */
export function keptPreparation(given: Preparation, transfer: TransferView): object | null {
  const fresh = freshPreparation(transfer)
  const same = (Object.keys(fresh) as (keyof Preparation)[]).every((key) => given[key] === fresh[key])
  return same ? null : { ...given, about: transfer.id }
}

/** A saved preparation over a fresh one; what does not fit is left out, and so is one of another transfer. */
export function savedPreparation(
  fresh: Preparation,
  data: Record<string, unknown> | null,
  transferId: string,
): Preparation {
  if (data === null || data.about !== transferId) return fresh
  const kept: Partial<Record<keyof Preparation, unknown>> = data
  const text = (key: keyof Preparation): string | undefined => (typeof kept[key] === 'string' ? kept[key] : undefined)
  const channel = text('channel')
  return {
    file: kept.file === true,
    letterToCounsellor: kept.letterToCounsellor === true,
    probationPapers: kept.probationPapers === true,
    fileBy: text('fileBy') ?? fresh.fileBy,
    fileOn: text('fileOn') ?? fresh.fileOn,
    probationEndsOn: text('probationEndsOn') ?? fresh.probationEndsOn,
    channel: channel === 'online' || channel === 'paper' ? channel : fresh.channel,
    issuedOn: text('issuedOn') ?? fresh.issuedOn,
    validDays: text('validDays') ?? fresh.validDays,
    duesPaidTo: text('duesPaidTo') ?? fresh.duesPaidTo,
  }
}

/** One thing to prepare, as it is shown. */
export interface PrepareItem {
  key: PreparedKey
  title: string
  text: string
  tick: string
}

/** What this person has to prepare. */
export function prepareItems(transfer: TransferView): PrepareItem[] {
  const keys: PreparedKey[] = [
    'file',
    'letterToCounsellor',
    ...(isProbationary(transfer) ? (['probationPapers'] as const) : []),
  ]
  return keys.map((key) => {
    const { title, text, tick } = PREPARE[key]
    return { key, title, text, tick }
  })
}

export type PrepareErrors = Partial<Record<keyof Preparation | 'sent', string>>

/** What keeps a page from being left; the rules of a letter are the server's. */
export function faultsOf(phase: PreparePhase, transfer: TransferView, given: Preparation): PrepareErrors {
  if (phase === 'list') return listFaults(transfer, given)
  if (phase === 'check') return {}
  if (given.channel === '') return { channel: CHOOSE_CHANNEL }
  if (given.channel === 'online') return {}
  return {
    ...(given.issuedOn === '' ? { issuedOn: fieldText('issuedOn', 'required') } : {}),
    ...(/^\d{1,3}$/.test(given.validDays.trim()) ? {} : { validDays: fieldText('validDays', 'required') }),
    ...(given.duesPaidTo === '' ? { duesPaidTo: fieldText('duesPaidTo', 'required') } : {}),
  }
}

function listFaults(transfer: TransferView, given: Preparation): PrepareErrors {
  const errors: PrepareErrors = {}
  for (const { key } of prepareItems(transfer)) if (!given[key]) errors[key] = PREPARE[key].missing
  if (isProbationary(transfer) && given.probationEndsOn === '')
    errors.probationEndsOn = fieldText('probationEndsOn', 'required')
  return errors
}

/** What the server found missing, beside each. */
export function missingErrors(missing: readonly PreparedKey[]): PrepareErrors {
  return Object.fromEntries(missing.map((key) => [key, PREPARE[key].missing]))
}

/** Why nothing can be recorded now; empty when it can. */
export function closedText({ allowedActions, idReleased }: TransferView): string {
  if (allowedActions.includes('announce')) return ''
  return idReleased === true ? failureText({ code: 'ID_RELEASED' }) : ANNOUNCE_CLOSED
}

/** The letter as it is sent; none online. */
export function letterOf({ channel, issuedOn, validDays, duesPaidTo }: Preparation): Letter | undefined {
  if (channel !== 'paper' || issuedOn === '') return undefined
  return { issuedOn, validDays: Number(validDays.trim()), ...(duesPaidTo === '' ? {} : { duesPaidTo }) }
}

/** What is said of the letter while it is filled in. */
export function letterNote(given: Preparation, branch: BranchView, now: number): { warning: string; ends: string } {
  const letter = letterOf(given)
  if (letter === undefined || !Number.isInteger(letter.validDays) || letter.validDays < 1)
    return { warning: '', ends: '' }
  return { warning: letterWarning(letter, branch, now), ends: validUntilText(letterEnds(letter)) }
}

/** The action as it is sent. */
export function announcement(
  transfer: TransferView,
  given: Preparation,
): Omit<Extract<InputOf<'member', 'transfer.act'>, { action: 'announce' }>, 'id' | 'version' | 'commandId'> {
  const letter = letterOf(given)
  return {
    action: 'announce',
    channel: given.channel === 'paper' ? 'paper' : 'online',
    prepared: prepareItems(transfer)
      .map(({ key }) => key)
      .filter((key) => given[key]),
    ...(letter === undefined ? {} : { letter }),
    ...(isProbationary(transfer) && given.probationEndsOn !== '' ? { probationEndsOn: given.probationEndsOn } : {}),
  }
}

/** One line of 核对信息, and the page that changes it. */
export interface CheckLine {
  key: string
  label: string
  value: string
  phase: PreparePhase
}

/** The lines that are checked before sending. */
export function checkLines(transfer: TransferView, given: Preparation): CheckLine[] {
  const letter = letterOf(given)
  const lines: [key: string, label: string, value: string, phase: PreparePhase][] = [
    ['file', PREPARED_LINES.file, fileConfirmedText(given.fileBy.trim(), given.fileOn), 'list'],
    ['letterToCounsellor', PREPARED_LINES.letter, handInText(transfer.branch), 'list'],
    ...(isProbationary(transfer)
      ? ([['probation', PREPARED_LINES.probation, dayText(given.probationEndsOn), 'list']] as typeof lines)
      : []),
    ['channel', PREPARED_LINES.channel, given.channel === '' ? '' : CHANNELS[given.channel], 'channel'],
    ...(letter === undefined
      ? []
      : ([
          ['issuedOn', PREPARED_LINES.issuedOn, dayText(letter.issuedOn), 'channel'],
          ['ends', PREPARED_LINES.ends, validityText(letterEnds(letter), letter.validDays), 'channel'],
          ['dues', PREPARED_LINES.dues, monthText(given.duesPaidTo), 'channel'],
        ] as typeof lines)),
  ]
  return lines.map(([key, label, value, phase]) => ({ key, label, value, phase }))
}
