import { BLOWS } from './orders'

/** What somebody does, and how often beside the others. */
export const DEEDS = {
  register: 9,
  start: 9,
  startParty: 4,
  startInside: 2,
  amend: 3,
  accountAmend: 3,
  announce: 4,
  request: 7,
  requestOther: 3,
  requestUnknown: 3,
  declare: 2,
  precheck: 1,
  withdraw: 1,
  invite: 3,
  linkCheck: 3,
  linkRequest: 3,
  password: 1,
  login: 1,
  unbind: 1,
  allow: 4,
  erase: 0.5,
  approve: 10,
  approveAll: 3,
  return: 2,
  confirm: 3,
  confirmFailure: 1,
  undo: 2,
  receive: 4,
  remind: 2,
  recoveryCode: 0.5,
  province: 4,
  roster: 2,
  rosterUndo: 1,
  rosterRemove: 1,
  claimNumber: 3,
  release: 2,
  staffInvite: 2,
  staffAccept: 2,
  staffUninvite: 0.5,
  staffGrant: 1,
  staffRemove: 1,
  hour: 2,
  day: 8,
  week: 2,
} as const
export type Deed = keyof typeof DEEDS

export interface Blow {
  kind: (typeof BLOWS)[number]
  /** Which kind of request it strikes; any where none is named. */
  action?: string
  /** So many that it could strike pass first; of a kill, so many milliseconds. */
  skip: number
}

export interface Step {
  deed: Deed
  /** Which member it is about. */
  who: number
  /** Chooses where there is more than one way. */
  pick: number
  blow?: Blow
  /** It begins together with the next. */
  atOnce?: true
}

export const MEMBERS = 3
const LONGEST = 22
const SHORTEST = 8
const ACTIONS = [
  undefined,
  'database.modifyDocument',
  'database.modifyDocument',
  'database.insertDocument',
  'database.commitTransaction',
] as const

const drawDeed = (random: () => number): Deed => {
  const all = Object.entries(DEEDS) as [Deed, number][]
  let left = random() * all.reduce((sum, [, weight]) => sum + weight, 0)
  return (all.find(([, weight]) => (left -= weight) < 0) ?? ['day'])[0]
}

const drawBlow = (random: () => number): Blow => {
  const chance = random()
  // What takes half a second or more is rare.
  const kind = chance < 0.01 ? 'kill' : chance < 0.03 ? 'late' : BLOWS[Math.floor(random() * 4)]
  const action = ACTIONS[Math.floor(random() * ACTIONS.length)]
  const skip = Math.floor(random() * (kind === 'kill' ? 30 : 3))
  return { kind: kind ?? 'errorBefore', skip, ...(action === undefined || kind === 'kill' ? {} : { action }) }
}

/** A journey: two that have begun, and then whatever comes. */
export const drawJourney = (random: () => number): Step[] => {
  const length = SHORTEST + Math.floor(random() * (LONGEST - SHORTEST))
  return Array.from({ length }, (_, i): Step => {
    const begins = i < 4
    const deed = begins ? (i % 2 === 0 ? 'register' : 'start') : drawDeed(random)
    const who = begins ? Math.floor(i / 2) : Math.floor(random() * MEMBERS)
    const pick = Math.floor(random() * 1_000)
    const blow = random() < 0.25 ? drawBlow(random) : undefined
    const atOnce = random() < 0.15 && blow?.kind !== 'kill'
    return { deed, who, pick, ...(blow === undefined ? {} : { blow }), ...(atOnce ? { atOnce } : {}) }
  })
}

/** A step as a person reads it. */
export const spell = ({ deed, who, pick, blow, atOnce }: Step): string => {
  const struck = blow === undefined ? '' : `, ${blow.kind} ${blow.action ?? 'any'} after ${String(blow.skip)}`
  return `${deed} (member ${String(who)}, ${String(pick)})${struck}${atOnce === true ? ', at once with:' : ''}`
}
