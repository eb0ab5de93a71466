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

/** Every page in every state, by name. */
export const gallery: readonly Chapter[] = [
  home,
  homeAtTheEnd,
  way,
  register,
  fromProvince,
  fromProvinceAtTheEnd,
  insideBeijing,
  party,
  recording,
  preparing,
  link,
  account,
  queues,
  emptyQueue,
  cases,
  office,
]
