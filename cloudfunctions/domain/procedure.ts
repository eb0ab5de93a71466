import type { DeskAction, Kind, LeagueStage, MemberAction, Origin, PartyStage, Role, Stage } from '../contract'

/**
 * What can be done to a transfer, by anybody. `copy` is the amending of the account, `release` that of a held
 * number; `check` and `declare` move neither stage nor version.
 */
export type Action = MemberAction | DeskAction | 'copy' | 'release' | 'check' | 'declare'

/** Who acts at the desk; a cadre only looks. */
export type DeskRole = Exclude<Role, 'cadre'>

/** In what capacity somebody acts: the person, a role at the desk, the outside organisation by link or by its system. */
export type ActingRole = 'member' | 'link' | 'province' | DeskRole

/** A rule of the state and the clock that can stand in the way; `allowedActions` asks these too. */
export type Obstacle = 'WAIT_NOT_OVER' | 'ID_RELEASED' | 'NOT_UNDOABLE' | 'ACCEPTED'
/** What has to come with the command; `allowedActions` leaves it apart. */
export type Evidence =
  'OFFICIAL_FIRST' | 'REASON_REQUIRED' | 'NOT_PREPARED' | 'LETTER_EXPIRED' | 'SUBMITTED_EARLY' | 'FACT_DAYS'

export interface Rule {
  by: readonly ActingRole[]
  to: readonly Stage[]
  unless?: readonly (Obstacle | Evidence)[]
}

/** A journey: stage x action -> rule. What is not in it is refused with `NOT_NOW`, or by the code in `early`. */
export interface Journey<S extends Stage = Stage> {
  rules: { [stage in S]: Partial<Record<Action, Rule>> }
  /** Out of order in the notice's own sense: the request before the approval is 转移失败. */
  early?: Partial<Record<Action, { stages: readonly S[]; code: 'NOT_APPROVED' }>>
}

const ME = ['member'] as const
const DESK = ['secretary', 'administrator'] as const
const PAPERS = ['secretary', 'administrator', 'counsellor'] as const
/** An outside system may repeat itself: a match confirms, a mismatch is noted, neither moves the stage. */
const OFFICE = ['province'] as const
const LINK = ['link'] as const
const ASKERS = ['member', 'link', 'province'] as const

// prettier-ignore
/** A. From outside Beijing (notice.txt, 外省市团员团组织关系转接操作说明). */
export const LEAGUE_FROM_PROVINCE: Journey<LeagueStage> = {
  rules: {
    registered: {
      approve:  { by: DESK,   to: ['approved'],              unless: ['OFFICIAL_FIRST'] },
      return:   { by: DESK,   to: ['returned'],              unless: ['REASON_REQUIRED'] },
      amend:    { by: ME,     to: ['registered'],            unless: ['ID_RELEASED'] },
      copy:     { by: ME,     to: ['registered'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      check:    { by: LINK,   to: ['registered'] },
      declare:  { by: ME,     to: ['registered'] },
    },
    approved: {
      request:  { by: ASKERS, to: ['transferred', 'failed', 'approved'], unless: ['WAIT_NOT_OVER', 'SUBMITTED_EARLY'] },
      confirm:  { by: DESK,   to: ['transferred', 'failed'] },
      return:   { by: DESK,   to: ['returned'],              unless: ['REASON_REQUIRED'] },
      copy:     { by: ME,     to: ['registered'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      check:    { by: LINK,   to: ['approved'] },
      declare:  { by: ME,     to: ['approved'] },
      undo:     { by: DESK, to: ['registered'], unless: ['NOT_UNDOABLE'] },
    },
    returned: {
      amend:    { by: ME,     to: ['registered'],            unless: ['ID_RELEASED'] },
      copy:     { by: ME,     to: ['returned'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      check:    { by: LINK,   to: ['returned'] },
      declare:  { by: ME,     to: ['returned'] },
      undo:     { by: DESK, to: ['registered', 'approved'], unless: ['NOT_UNDOABLE', 'OFFICIAL_FIRST'] },
    },
    failed: {
      request:  { by: ASKERS, to: ['transferred', 'failed', 'approved'], unless: ['WAIT_NOT_OVER', 'SUBMITTED_EARLY'] },
      confirm:  { by: DESK,   to: ['transferred', 'failed'] },
      copy:     { by: ME,     to: ['registered'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      check:    { by: LINK,   to: ['failed'] },
      declare:  { by: ME,     to: ['failed'] },
      undo:     { by: DESK, to: ['approved', 'failed', 'transferred'], unless: ['NOT_UNDOABLE'] },
    },
    transferred: {
      confirm:  { by: DESK,   to: ['transferred', 'failed'] },
      request:  { by: OFFICE, to: ['transferred'] },
      undo:     { by: DESK, to: ['approved', 'failed', 'transferred'], unless: ['NOT_UNDOABLE'] },
    },
    withdrawn: {},
  },
  early: { request: { stages: ['registered', 'returned'], code: 'NOT_APPROVED' } },
}

// prettier-ignore
/** B. Inside Beijing (notice.txt, 京内团员团组织关系转接操作说明): no wait, the branch accepts or returns. */
export const LEAGUE_INSIDE_BEIJING: Journey<LeagueStage> = {
  rules: {
    registered: {
      approve:  { by: DESK, to: ['transferred'],             unless: ['OFFICIAL_FIRST'] },
      return:   { by: DESK, to: ['returned'],                unless: ['REASON_REQUIRED'] },
      amend:    { by: ME,   to: ['registered'],              unless: ['ID_RELEASED'] },
      copy:     { by: ME,   to: ['registered'] },
      withdraw: { by: ME,   to: ['withdrawn'] },
      release:  { by: DESK, to: ['returned'] },
      declare:  { by: ME,   to: ['registered'] },
    },
    returned: {
      amend:    { by: ME,   to: ['registered'],              unless: ['ID_RELEASED'] },
      copy:     { by: ME,   to: ['returned'] },
      withdraw: { by: ME,   to: ['withdrawn'] },
      release:  { by: DESK, to: ['returned'] },
      declare:  { by: ME,   to: ['returned'] },
      undo:     { by: DESK, to: ['registered', 'transferred'], unless: ['NOT_UNDOABLE'] },
    },
    transferred: {
      confirm:  { by: DESK, to: ['transferred', 'returned'] },
      undo:     { by: DESK, to: ['registered', 'transferred'], unless: ['NOT_UNDOABLE'] },
    },
    approved: {}, failed: {}, withdrawn: {},
  },
}

// prettier-ignore
/** C. Party members and probationary members (notice.txt, 党组织关系转接事项). */
export const PARTY: Journey<PartyStage> = {
  rules: {
    preparing: {
      announce: { by: ME,     to: ['announced'],             unless: ['ID_RELEASED', 'NOT_PREPARED', 'LETTER_EXPIRED'] },
      copy:     { by: ME,     to: ['preparing'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
    },
    announced: {
      receive:  { by: PAPERS, to: ['announced', 'received'], unless: ['FACT_DAYS', 'REASON_REQUIRED'] },
      announce: { by: ME,     to: ['announced'],             unless: ['ID_RELEASED', 'ACCEPTED', 'NOT_PREPARED', 'LETTER_EXPIRED'] },
      return:   { by: DESK,   to: ['returned'],              unless: ['REASON_REQUIRED'] },
      copy:     { by: ME,     to: ['announced'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      undo:     { by: PAPERS, to: ['announced', 'received'], unless: ['NOT_UNDOABLE'] },
    },
    returned: {
      announce: { by: ME,     to: ['announced'],             unless: ['ID_RELEASED', 'NOT_PREPARED', 'LETTER_EXPIRED'] },
      copy:     { by: ME,     to: ['returned'] },
      withdraw: { by: ME,     to: ['withdrawn'] },
      release:  { by: DESK,   to: ['returned'] },
      undo:     { by: DESK, to: ['announced'], unless: ['NOT_UNDOABLE'] },
    },
    received: {
      receive:  { by: PAPERS, to: ['received', 'announced'], unless: ['FACT_DAYS', 'REASON_REQUIRED'] },
      undo:     { by: PAPERS, to: ['announced', 'received'], unless: ['NOT_UNDOABLE'] },
    },
    withdrawn: {},
  },
}

/** A journey as it is looked up: by any stage, of which it may know nothing. */
interface AnyJourney {
  rules: { readonly [stage in Stage]?: Partial<Record<Action, Rule>> }
  early?: Partial<Record<Action, { stages: readonly Stage[]; code: 'NOT_APPROVED' }>>
}

/** The journey that a transfer of this kind and origin follows. */
export const journeyOf = (kind: Kind, origin: Origin): AnyJourney => {
  if (kind === 'party') return PARTY
  return origin === 'province' ? LEAGUE_FROM_PROVINCE : LEAGUE_INSIDE_BEIJING
}

/** The rule for an action in a stage, whoever asks. */
export const ruleFor = (kind: Kind, origin: Origin, stage: Stage, action: Action): Rule | undefined =>
  journeyOf(kind, origin).rules[stage]?.[action]

/** Whether this role at the desk may ever do this: asked before anything of the transfer is looked at. */
export const mayEver = (role: Role, action: DeskAction | 'release'): boolean =>
  [LEAGUE_FROM_PROVINCE, LEAGUE_INSIDE_BEIJING, PARTY].some((journey) =>
    Object.values(journey.rules).some((rules: Partial<Record<Action, Rule>>) =>
      rules[action]?.by.some((one) => one === role),
    ),
  )
