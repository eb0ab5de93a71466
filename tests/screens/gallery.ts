import type { Chapter } from './chapter'
import { account } from './chapters/account'
import { cases, emptyQueue, office, queues } from './chapters/desk'
import { handIn, largeText, longNames, tooEarly, tooLate } from './chapters/edges'
import { ends } from './chapters/ends'
import { figures, firstBranch, lastYear } from './chapters/figures'
import { administration, filesAtTheEnd, partyDesk } from './chapters/files'
import { home, homeAtTheEnd } from './chapters/home'
import { interruptions, strangers } from './chapters/interruptions'
import { link } from './chapters/link'
import { many } from './chapters/many'
import { lists, nothingYet, refusals } from './chapters/lists'
import { preparing } from './chapters/preparing'
import { recording } from './chapters/recording'
import { register } from './chapters/register'
import { fromProvince, fromProvinceAtTheEnd, insideBeijing, party } from './chapters/transfer'
import { way } from './chapters/way'

/** Every page in every state, by name; each room is a test file, so that several are photographed at once. */
export const gallery = {
  home: [home, homeAtTheEnd],
  registering: [way, register, account],
  transfers: [fromProvince, fromProvinceAtTheEnd, insideBeijing, party],
  steps: [recording, preparing, link],
  desk: [queues, emptyQueue, cases],
  office: [office, administration, figures, lastYear, firstBranch],
  files: [filesAtTheEnd, partyDesk],
  lists: [lists, nothingYet, refusals, many],
  edges: [longNames, largeText, tooEarly, tooLate, handIn],
  interruptions: [interruptions, strangers, ends],
} satisfies Readonly<Record<string, readonly Chapter[]>>

/**
 * The main state of each page, and states whose colours are their message: these are kept in the dark and on a wide
 * window, too. No state that is reached by changing something, for each is opened twice.
 */
export const MAIN_STATES: ReadonlySet<string> = new Set([
  'home-both',
  'home-waiting',
  'home-failed',
  'copy-by-hand',
  'route-who',
  'register-person-errors',
  'account-plain',
  'sign-in',
  'password-set',
  'privacy',
  'erase-meaning',
  'notice',
  'letter-party',
  'transfer-waiting',
  'transfer-failed',
  'transfer-transferred',
  'request-form-errors',
  'amend-registered',
  'announce-paper',
  'invite-open',
  'link-made',
  'desk-queue-list',
  'desk-queue-keys',
  'case-failed',
  'desk-summary',
  'desk-overview',
  'desk-gaps',
  'desk-roster-preview',
  'desk-staff',
  'desk-audit',
  'desk-export',
  'desk-conflicts',
  'desk-branch',
  'desk-close',
  'desk-accept',
  'desk-provinces',
  'desk-pick-found',
])
