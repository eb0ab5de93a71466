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
  PREPARE_ORDER,
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

/**
 * What an earlier announcement told is kept. While it stands what was prepared for it is ticked, and is not asked again;
 * after a return everything is looked at anew.
 */
export function freshPreparation({ stage, origin, probationEndsOn, channel, letter }: TransferView): Preparation {
  const stands = stage === 'announced'
  return {
    file: stands,
    letterToCounsellor: stands && channel === 'paper',
    probationPapers: stands,
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

/** What this person has to prepare, by the way in which the membership is moved: online nobody carries a letter. */
export function prepareItems(transfer: TransferView, { channel }: Pick<Preparation, 'channel'>): PrepareItem[] {
  return preparedKeys(transfer)
    .filter((key) => key !== 'letterToCounsellor' || channel === 'paper')
    .map((key) => {
      const { title, text, tick } = PREPARE[key]
      return { key, title, text, tick }
    })
}

function preparedKeys(transfer: TransferView): PreparedKey[] {
  return ['file', 'letterToCounsellor', ...(isProbationary(transfer) ? (['probationPapers'] as const) : [])]
}

export type PrepareErrors = Partial<Record<keyof Preparation | 'sent', string>>

/** What keeps a page from being left; the rules of a letter are the server's. */
export function faultsOf(phase: PreparePhase, transfer: TransferView, given: Preparation): PrepareErrors {
  switch (phase) {
    case 'channel':
      return given.channel === '' ? { channel: CHOOSE_CHANNEL } : {}
    case 'list':
      return listFaults(transfer, given)
    case 'move':
      return given.channel === 'paper' ? letterFaults(given) : {}
    case 'check':
      return {}
  }
}

/** The first page on which something is missing; 核对信息 where nothing is. */
export function firstUnfinished(transfer: TransferView, given: Preparation): PreparePhase {
  const unfinished = (phase: PreparePhase): boolean => Object.keys(faultsOf(phase, transfer, given)).length > 0
  return PREPARE_ORDER.find(unfinished) ?? 'check'
}

/** The page after this one: what still stands as it was prepared for the announcement before is not gone through again. */
export function nextPhase(phase: PreparePhase, transfer: TransferView, given: Preparation): PreparePhase {
  const next = PREPARE_ORDER[PREPARE_ORDER.indexOf(phase) + 1] ?? 'check'
  const asBefore = transfer.stage === 'announced' && Object.keys(listFaults(transfer, given)).length === 0
  return next === 'list' && asBefore ? 'move' : next
}

/** The page on which something that the server found at fault is filled in. */
export function pageOfFault(field: string): PreparePhase {
  if (field === 'channel') return 'channel'
  return field === 'probationEndsOn' ? 'list' : 'move'
}

function letterFaults(given: Preparation): PrepareErrors {
  return {
    ...(given.issuedOn === '' ? { issuedOn: fieldText('issuedOn', 'required') } : {}),
    ...(/^\d{1,3}$/.test(given.validDays.trim()) ? {} : { validDays: fieldText('validDays', 'required') }),
    ...(given.duesPaidTo === '' ? { duesPaidTo: fieldText('duesPaidTo', 'required') } : {}),
  }
}

function listFaults(transfer: TransferView, given: Preparation): PrepareErrors {
  const errors: PrepareErrors = {}
  for (const { key } of prepareItems(transfer, given)) if (!given[key]) errors[key] = PREPARE[key].missing
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
    // Of both channels the key is asked for: online there is no letter that could be put into the file.
    prepared: preparedKeys(transfer).filter(
      (key) => given[key] || (key === 'letterToCounsellor' && given.channel !== 'paper'),
    ),
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
    ['channel', PREPARED_LINES.channel, given.channel === '' ? '' : CHANNELS[given.channel], 'channel'],
    ['file', PREPARED_LINES.file, fileConfirmedText(given.fileBy.trim(), given.fileOn), 'list'],
    ...(given.channel === 'paper'
      ? ([['letterToCounsellor', PREPARED_LINES.letter, handInText(transfer.branch), 'list']] as typeof lines)
      : []),
    ...(isProbationary(transfer)
      ? ([['probation', PREPARED_LINES.probation, dayText(given.probationEndsOn), 'list']] as typeof lines)
      : []),
    ...(letter === undefined
      ? []
      : ([
          ['issuedOn', PREPARED_LINES.issuedOn, dayText(letter.issuedOn), 'move'],
          ['ends', PREPARED_LINES.ends, validityText(letterEnds(letter), letter.validDays), 'move'],
          ['dues', PREPARED_LINES.dues, monthText(given.duesPaidTo), 'move'],
        ] as typeof lines)),
  ]
  return lines.map(([key, label, value, phase]) => ({ key, label, value, phase }))
}
