/**
 * Numbers and orders that the functions hold people to and the pages say or offer: each is written here and nowhere else.
 * Values alone, no code. It lies on this side because WeChat's compiler sees nothing outside of this folder but types.
 */
import type { ExportColumn, Kind, Origin, ReceiveFact, Role } from '../cloudfunctions/contract'

// ---------------------------------------------------------------- time

/**
 * The wait after the approval, in hours: 24 of server time satisfy both readings of 至少一天; a branch may lengthen it,
 * never shorten it.
 */
export const WAIT_HOURS = { least: 24, most: 720 }
/** After how many days without an answer something is overdue: a branch sets its own, a new one begins with `usual`. */
export const OVERDUE_AFTER_DAYS = { least: 1, most: 30, usual: 3 }
/** How long a branch keeps personal data after the end: two years at the very most; a new one begins with `usual`. */
export const RETENTION_DAYS = { least: 1, most: 730, usual: 90 }
/** What has no end is kept so long after its last event (procedure.md, rule 15). */
export const MONTHS_WITHOUT_END = 18
/** So long before people are erased their desk is warned. */
export const ERASING_WARNING_DAYS = 14
/** So long after it the desk may take its newest step back. */
export const UNDO_WITHIN_HOURS = 24
/** Somebody is reminded by the branch at most once in this time. */
export const NUDGE_AGAIN_AFTER_HOURS = 12
/** One-time codes, of an invitation to the desk and for coming back to an account. */
export const CODE_VALID_HOURS = 48
/** The link for the outside organisation. */
export const LINK_VALID_DAYS = 7
/** The address of a file that is too large for a reply. */
export const DOWNLOAD_MINUTES = 10
/** Forms that are filled in halfway. */
export const DRAFT_KEPT_DAYS = 30

// ---------------------------------------------------------------- the Party's paper letter

/** A letter is valid through its day of issue plus so many days; commonly so many, by where it is from. */
export const LETTER_VALID_DAYS = { least: 1, most: 366 }
export const LETTER_USUAL_DAYS: { readonly [O in Origin]: number } = { province: 90, beijing: 30 }
/** From so long before its last day on a letter that has not come is warned of. */
export const LETTER_WARNING_DAYS = 14
/** So long before the end of probation its papers are asked for, so that the confirmation can follow on time. */
export const PROBATION_WARNING_DAYS = 30

// ---------------------------------------------------------------- how many

/** So many people are listed, decided about or reminded in one call. */
export const PEOPLE_AT_ONCE = 100
/** A page of a list. */
export const PAGE_ROWS = 20
/** A search looks at so many people, and then says that it stopped. */
export const SEARCH_LOOKS_AT = 1_000
/** So many names are pasted and looked for at once. */
export const NAMES_PASTED = 1_000
/** So many people can be named to a file that is to be about them. */
export const EXPORT_BY_ID = 1_000
/** So many of those who are missing are given out at once. */
export const GAPS_AT_ONCE = 500
/** Rows of a list of names: in one call, in one file, and how far down its heading may stand. */
export const ROSTER_ROWS = { call: 500, file: 5_000, heading: 20 }
/** Of a file with a list of names. */
export const ROSTER_FILE_MB = 2
/** A link that was guessed at so often is at an end. */
export const LINK_MISMATCHES = 5
/** Older WeChats take so many templates in one question and refuse the question with more (20003). */
export const REMINDERS_AT_ONCE = 3

// ---------------------------------------------------------------- lengths, in characters

export const USERNAME_LENGTH = { least: 3, most: 32 }
export const PASSWORD_LENGTH = { least: 8, most: 128 }
/** Free text that says why: of a return, of an amendment, for the audit. */
export const REASON_LENGTH = 200
/** An organisation, a branch, a person, an outside system by name; also most other lines of a branch. */
export const NAME_LENGTH = 100
/** What people, and what branches, are looked for by. */
export const SEARCH_LENGTH = 100
export const BRANCH_SEARCH_LENGTH = 200
/** Where something is. */
export const PLACE_LENGTH = 200
export const SYSTEM_ID_LENGTH = 64
export const BRANCH_PHONE_LENGTH = 40
/** The reasons that a branch offers to choose from. */
export const BRANCH_REASONS = { most: 20, length: 50 }

// ---------------------------------------------------------------- age and year

/** A League member is so old at joining; outside of that is a warning. */
export const JOINING_AGE = { from: 14, to: 28 }
/**
 * The year that the notice leaves open: joined before it compares name and ID number, after it also the member number;
 * in it the number is compared where both sides have one (notice.txt, step four; procedure.md, rule 2).
 */
export const NUMBER_SINCE_YEAR = 2016

// ---------------------------------------------------------------- orders

/** Whoever has two rights acts by the one that reaches farther. */
export const STRONGEST_FIRST = ['secretary', 'administrator', 'counsellor', 'cadre'] as const satisfies readonly Role[]
/** The facts of a Party transfer in the order in which they are asked for. */
export const RECEIVE_FACTS = [
  'online',
  'letter',
  'materials',
  'probationPapers',
  'receipt',
] as const satisfies readonly ReceiveFact[]
/** What a counsellor may tick: the papers that pass through their hands, neither the reception online nor the receipt. */
export const COUNSELLOR_TICKS: readonly ReceiveFact[] = ['letter', 'materials', 'probationPapers']

/** The columns of a file in their order, as each kind of branch has them. */
export const EXPORT_COLUMNS: { readonly [K in Kind]: readonly ExportColumn[] } = {
  league: [
    'number',
    'reference',
    'studentNumber',
    'name',
    'idNumber',
    'branch',
    'joinedOn',
    'memberNumber',
    'origin',
    'registeredAt',
    'approvedAt',
    'readyAt',
    'submittedAt',
    'result',
    'failure',
    'missing',
    'remarks',
  ],
  party: [
    'number',
    'reference',
    'studentNumber',
    'name',
    'idNumber',
    'branch',
    'party',
    'origin',
    'channel',
    'registeredAt',
    'submittedAt',
    'letterIssuedOn',
    'letterValidUntil',
    'duesPaidTo',
    'online',
    'letter',
    'materials',
    'probationPapers',
    'receipt',
    'probationEndsOn',
    'result',
    'missing',
    'remarks',
  ],
}
/** What a student copies of a branch: without it nobody can be let in (procedure.md, rule 19). */
export const OPENING_NEEDS = ['fullName', 'systemId', 'contact', 'phone', 'letterTitle'] as const

// ---------------------------------------------------------------- words that are stored or sent, and shown

/** Stands for every branch, in an administrator's right and at the pages that are of all branches. */
export const EVERY_BRANCH = '*'
export const EVERY_BRANCH_NAME = '全部团支部、党支部'
/** What a right is called; also the name of a holder who gave none. */
export const ROLE_NAMES: { readonly [R in Role]: string } = {
  secretary: '书记',
  counsellor: '辅导员',
  cadre: '支委',
  administrator: '管理员',
}
