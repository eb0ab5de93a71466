/** The notice as data: for each kind the branch that is meant, with every field that is printed there. Pure. */
import type { BranchView, Kind, TransferView } from '../../../cloudfunctions/contract'
import type { Branches } from '../../branches'
import { phoneText } from '../../format'
import {
  FULL_NAMES,
  MATTERS,
  NAME_NOTE,
  NOTICE_FIELDS,
  noticeTitle,
  toBeConfirmedText,
  windowClosed,
  windowLine,
} from '../../texts'

/** A value that can be copied; `note` stands beside it. */
export interface Row {
  label: string
  value: string
  note: string
}

export interface NoticePart {
  kind: Kind
  title: string
  matters: string[]
  /** The branch that is meant; null while one of `choices` must be chosen, or where there is none. */
  branchId: string
  names: Row[]
  letter: Row[]
  window: string
  /** Why nothing new is taken today. */
  closed: string
  contact: string
  phone: string
  letterUrl: string
  choices: { id: string; name: string }[]
}

export type Chosen = Partial<Record<Kind, string>>

/** Both halves of the notice: mine where I have a transfer, the only one where there is one, else to be chosen. */
export function noticeParts(
  branches: Branches,
  transfers: readonly TransferView[],
  chosen: Chosen,
  now: number,
): NoticePart[] {
  return (['party', 'league'] as const).map((kind) => partOf(kind, branches[kind], transfers, chosen[kind], now))
}

function partOf(
  kind: Kind,
  all: readonly BranchView[],
  transfers: readonly TransferView[],
  chosen: string | undefined,
  now: number,
): NoticePart {
  const mine = transfers.find((transfer) => transfer.kind === kind)?.branch
  const branch = all.find(({ id }) => id === chosen) ?? mine ?? (all.length === 1 ? all[0] : undefined)
  const nothing = { branchId: '', names: [], letter: [], window: '', closed: '', contact: '', phone: '', letterUrl: '' }
  return {
    kind,
    title: noticeTitle(kind),
    matters: MATTERS[kind],
    ...(branch === undefined ? nothing : branchPart(branch, now)),
    choices: all
      .filter(({ id }) => id !== branch?.id)
      .map(({ id, shortName, fullName }) => ({ id, name: shortName || fullName })),
  }
}

function branchPart(branch: BranchView, now: number) {
  const { id, kind, contact, phone } = branch
  return {
    branchId: id,
    names: nameRows(branch),
    letter: letterRows(branch),
    window: windowLine(branch),
    closed: windowClosed(branch, now),
    contact,
    phone,
    letterUrl: `/pages/letter/letter?kind=${kind}&branch=${encodeURIComponent(id)}`,
  }
}

/** Full name, short name and ID, as they are typed into the official systems. */
export function nameRows({ kind, fullName, shortName, systemId, systemIdConfirmed }: BranchView): Row[] {
  const unconfirmed = systemIdConfirmed ? '' : toBeConfirmedText(kind)
  return filled([
    {
      label: FULL_NAMES[kind],
      value: fullName,
      note: kind === 'party' ? NAME_NOTE : '',
    },
    { label: NOTICE_FIELDS.shortName, value: shortName, note: '' },
    { label: NOTICE_FIELDS.systemId, value: systemId, note: systemId === '' ? '' : unconfirmed },
  ])
}

/** What goes on a paper letter. */
export function letterRows({ letterTitle, letterDestination, contact, phone, address }: BranchView): Row[] {
  return filled([
    { label: NOTICE_FIELDS.letterTitle, value: letterTitle, note: '' },
    { label: NOTICE_FIELDS.letterDestination, value: letterDestination, note: '' },
    { label: NOTICE_FIELDS.contact, value: contact, note: '' },
    { label: NOTICE_FIELDS.phone, value: phoneText(phone), note: '' },
    { label: NOTICE_FIELDS.address, value: address, note: '' },
  ])
}

function filled(rows: Row[]): Row[] {
  return rows.filter(({ value }) => value !== '')
}
