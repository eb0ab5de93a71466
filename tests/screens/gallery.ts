import type { Chapter } from './chapter'
import { account } from './chapters/account'
import { cases, emptyQueue, office, queues } from './chapters/desk'
import { home, homeAtTheEnd } from './chapters/home'
import { link } from './chapters/link'
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
  office: [office],
} satisfies Readonly<Record<string, readonly Chapter[]>>
