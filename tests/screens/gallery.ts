import type { Chapter } from './chapter'
import { account } from './chapters/account'
import { cases, emptyQueue, office, queues } from './chapters/desk'
import { handIn, largeText, longNames, tooEarly, tooLate } from './chapters/edges'
import { ends } from './chapters/ends'
import { administration, filesAtTheEnd, partyDesk } from './chapters/files'
import { home, homeAtTheEnd } from './chapters/home'
import { interruptions, strangers } from './chapters/interruptions'
import { link } from './chapters/link'
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
  office: [office, administration],
  files: [filesAtTheEnd, partyDesk],
  lists: [lists, nothingYet, refusals],
  edges: [longNames, largeText, tooEarly, tooLate, handIn],
  interruptions: [interruptions, strangers, ends],
} satisfies Readonly<Record<string, readonly Chapter[]>>
