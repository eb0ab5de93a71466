/** What differs from stage to stage of a transfer, and what a stage that says little starts from. */
import type { BranchView } from '../../cloudfunctions/contract'
import { ACTIONS, BUTTONS, callText, TODO_TITLES, type GuideKey, type Piece } from '../texts'

/** What a button of a transfer does. */
export type Act = 'copy' | 'call' | 'request' | 'amend' | 'announce' | 'link' | 'restart' | 'withdraw' | DeclareAct
/** What is said of the official system: applied there or not, submitted too early and now settled. */
export type DeclareAct = 'applied' | 'notApplied' | 'settled'
export interface ActButton {
  act: Act
  label: string
}

/** What differs from stage to stage. */
export interface StageContent {
  /** What is, in one line. */
  title: string
  paragraphs: Piece[][]
  /** Must not be missed; amber. */
  warning: string
  /** What to do, or what is missing, in order. */
  todoTitle: string
  todo: string[]
  /** The same in one sentence, for home, where the list does not stand; empty where the paragraphs say it. */
  next: string
  /** What is recorded, with its dates. */
  lines: { key: string; label: string; value: string }[]
  /** The instant that is counted down to; empty when nothing is. */
  until: string
  /** The official way that belongs to this stage, and whether it is the next thing: then it stands open. */
  guide: GuideKey | ''
  guideOpen: boolean
  primary: ActButton | null
  secondary: ActButton[]
}

/** What every League journey offers while it is open. */
export const WITHDRAW: ActButton = { act: 'withdraw', label: ACTIONS.withdraw }

/** Calls a branch that does not answer. */
export function callButton(branch: BranchView): ActButton {
  return { act: 'call', label: callText(branch) }
}

/** What is tapped once the official counterpart is done, and to take that back. */
export const APPLIED: ActButton = { act: 'applied', label: BUTTONS.applied }
export const NOT_APPLIED: ActButton = { act: 'notApplied', label: BUTTONS.notApplied }

/** A stage that says nothing but its title. */
export const NOTHING: Omit<StageContent, 'title'> = {
  paragraphs: [],
  warning: '',
  todoTitle: TODO_TITLES.usual,
  todo: [],
  next: '',
  lines: [],
  until: '',
  guide: '',
  guideOpen: false,
  primary: null,
  secondary: [],
}
