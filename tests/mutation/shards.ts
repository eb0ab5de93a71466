import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** A part of the product that is mutated in one go, and the tests that are to notice. */
export interface Shard {
  /** Under `cloudfunctions/`; what begins with `!` is left to another part. */
  mutate: readonly string[]
  /** Under `tests/`. */
  tests: readonly string[]
  /** Whether the tests run against bundles: they are then built from the mutated sources. */
  bundles: boolean
}

/**
 * Those that try random sequences would make an hour of minutes, and those that read the sources find others than were
 * written. Those of thousands of people, and of every filter with every other, take longer than all else of the desk
 * together: what they would notice of one mutant the tests of a few people are to notice too.
 */
export const LEFT_OUT: readonly string[] = [
  'tests/domain/model.test.ts',
  'tests/domain/purity.test.ts',
  'tests/app/desk/many.test.ts',
  'tests/app/desk/cohort.test.ts',
  'tests/app/desk/search-table.test.ts',
  'tests/app/transfer/long-logs.test.ts',
]

const operations = (mutate: readonly string[], ...tests: string[]): Shard => ({
  mutate,
  tests: [...tests, 'call/shapes.test.ts'].map((one) => `app/${one}`),
  bundles: true,
})
/** All files of a folder, but for those that are a part of their own. */
const restOf = (folder: string, ...parts: (readonly string[])[]): string[] => [
  `${folder}/*.ts`,
  ...parts.flat().map((file) => `!${file}`),
]
const filesOf = (folder: string, ...names: string[]): string[] => names.map((name) => `${folder}/${name}.ts`)

const rules = (...mutate: string[]): Shard => ({ mutate, tests: ['domain/*.test.ts'], bundles: false })

const STATE = filesOf('domain', 'transfer', 'procedure', 'steps', 'verification')
const DESK = filesOf('domain', 'reminders', 'messages', 'figures', 'desk', 'desk-lists', 'retention')
const ROSTER = filesOf('domain', 'roster', 'roster-people', 'roster-headings', 'roster-table')
const NAMES = filesOf('domain', 'normalise', 'personal', 'person-search', 'unified-ideographs')
const SIGN_IN = filesOf('app/account', 'sign-in', 'recovery', 'erasure', 'binding')
const REGISTRATION = filesOf('app/account', 'registration')
const CHANGE = filesOf('app/transfer', 'change', 'erase')
const LINK = filesOf('app/transfer', 'link')
const ACT = filesOf('app/transfer', 'act')
const START = filesOf('app/transfer', 'start', 'sealed-copy')
const MATCHING = filesOf('app/roster', 'matching')
const GAPS = filesOf('app/roster', 'gaps')
const ROSTER_FILE = filesOf('app/roster', 'roster-file')
const IMPORT = filesOf('app/roster', 'import', 'rows')
const VIEWS = filesOf('app/store', 'views', 'position', 'reply-room')
const DECISIONS = filesOf('app/desk', 'desk')
const EXPORT = filesOf('app/desk', 'export', 'export-sheet', 'export-archive', 'export-cells', 'download-link')
const COLUMNS = filesOf('app/desk', 'export-columns', 'export-words')
const STAFF = filesOf('app/staff', 'staff')
const AUTHORITY = filesOf('app/call', 'authority', 'caller')
const SHAPES = filesOf('app/call', 'schemas', 'serve', 'refusal')
const AT_DESKS = filesOf('app/messages', 'digest', 'nudge')
const DOCUMENTS = filesOf('adapters/cloudbase', 'documents', 'refusals')
const LIMITS = filesOf('adapters/cloudbase', 'limits', 'recoveries')
const COUNTS = filesOf('adapters/cloudbase', 'tally', 'figures')
const LISTED_PEOPLE = filesOf('adapters/cloudbase', 'roster')
const PEOPLE = filesOf('adapters/cloudbase', 'people', 'staff', 'drafts', 'conflicts')
const TRANSFERS = filesOf('adapters/cloudbase', 'transfers', 'joined-transfer')
const PLATFORM = filesOf('adapters/cloudbase', 'platform', 'maintenance', 'deployment', 'schema-numbers', 'store')
const FILES = [...filesOf('adapters/cloudbase', 'files', 'download-links', 'uploads'), 'adapters/on-demand.ts']
const SIGNED = filesOf('adapters', 'signatures', 'sealing', 'public-keys', 'province', 'secrets')
const ENTRY = filesOf('adapters', 'function', 'logging')

/** Of every operation: who may do it, and what it looks at again inside of its transaction. */
const AT_DESK = ['desk/authority.test.ts']
const SECOND_LOOKS = ['call/second-looks.test.ts']
/** Of the roster, but for those that read files. */
const ON_ROSTER = ['roster/roster.test.ts', 'roster/roster-person.test.ts']
/** What else goes by every step of a transfer: the order of checks, the requests it takes, who is told. */
const BY_STEPS = [
  ...SECOND_LOOKS,
  'call/order-of-checks.test.ts',
  'call/requests.test.ts',
  'conflicts/conflicts.test.ts',
]
const OF_ONE_WECHAT = ['call/limits-of-one-wechat.test.ts']

const adapters = (mutate: readonly string[], ...tests: string[]): Shard => ({ mutate, tests, bundles: true })

/** All of them are the rules, the operations and the adapters, but for the spreadsheet library. */
export const SHARDS: Readonly<Record<string, Shard>> = {
  'domain-decide': rules('domain/decide.ts'),
  'domain-state': rules(...STATE),
  'domain-desk': rules(...DESK),
  'domain-roster': rules(...ROSTER),
  'domain-names': rules(...NAMES),
  'domain-rest': rules(...restOf('domain', ['domain/decide.ts'], STATE, DESK, ROSTER, NAMES)),
  'app-sign-in': operations(SIGN_IN, 'account/*.test.ts', ...SECOND_LOOKS, ...OF_ONE_WECHAT, 'staff/grant.test.ts'),
  'app-registration': operations(
    REGISTRATION,
    'account/*.test.ts',
    ...SECOND_LOOKS,
    ...OF_ONE_WECHAT,
    'call/requests.test.ts',
    'conflicts/*.test.ts',
    'roster/roster.test.ts',
  ),
  'app-account': operations(
    restOf('app/account', SIGN_IN, REGISTRATION),
    'account/*.test.ts',
    ...SECOND_LOOKS,
    ...OF_ONE_WECHAT,
  ),
  'app-change': operations(
    CHANGE,
    'transfer/*.test.ts',
    'account/erasure.test.ts',
    'messages/messages.test.ts',
    ...SECOND_LOOKS,
  ),
  'app-link': operations(
    LINK,
    'transfer/link.test.ts',
    'transfer/answers-and-links.test.ts',
    'transfer/boundaries.test.ts',
    'transfer/undo*.test.ts',
  ),
  'app-act': operations(ACT, 'transfer/*.test.ts', ...BY_STEPS),
  'app-start': operations(
    START,
    'transfer/*.test.ts',
    'account/account.test.ts',
    'call/concurrency.test.ts',
    ...BY_STEPS,
  ),
  'app-transfer': operations(
    restOf('app/transfer', CHANGE, LINK, ACT, START),
    'transfer/*.test.ts',
    'account/account.test.ts',
    'account/erasure.test.ts',
    'call/concurrency.test.ts',
    ...BY_STEPS,
  ),
  'app-matching': operations(
    MATCHING,
    ...ON_ROSTER,
    'roster/earlier-transfer.test.ts',
    'retention.test.ts',
    'call/requests.test.ts',
    'call/faults.test.ts',
  ),
  'app-gaps': operations(GAPS, ...ON_ROSTER, 'desk/requests.test.ts'),
  'app-import': operations(IMPORT, ...ON_ROSTER, 'desk/requests.test.ts'),
  'app-roster-file': operations(ROSTER_FILE, 'roster/roster-file.test.ts', 'roster/roster-file-kinds.test.ts'),
  'app-roster': operations(restOf('app/roster', MATCHING, GAPS, IMPORT, ROSTER_FILE), ...ON_ROSTER),
  'app-export': operations(
    EXPORT,
    ...filesOf('desk', 'export.test', 'export-words.test', 'download-link.test'),
    ...AT_DESK,
  ),
  'app-columns': operations(COLUMNS, 'desk/export.test.ts', 'desk/export-words.test.ts'),
  'app-decisions': operations(
    DECISIONS,
    ...AT_DESK,
    'desk/desk.test.ts',
    'transfer/undo*.test.ts',
    'transfer/other-journeys.test.ts',
    'audit/list.test.ts',
    'account/recovery.test.ts',
    'call/authority.test.ts',
    'call/concurrency.test.ts',
    'call/order-of-checks.test.ts',
    'call/requests.test.ts',
    'call/faults.test.ts',
  ),
  'app-desk': operations(
    restOf('app/desk', DECISIONS, EXPORT, COLUMNS),
    ...AT_DESK,
    ...filesOf('desk', 'desk.test', 'find.test', 'filters.test', 'summary.test', 'figures.test', 'requests.test'),
    'audit/list.test.ts',
  ),
  'app-figures': operations(restOf('app/figures'), ...AT_DESK, 'desk/summary.test.ts', 'desk/figures.test.ts'),
  'app-staff': operations(STAFF, 'staff/*.test.ts', 'transfer/boundaries.test.ts', ...AT_DESK, ...SECOND_LOOKS),
  'app-rights': operations(
    restOf('app/staff', STAFF),
    'staff/*.test.ts',
    'erased-again.test.ts',
    ...AT_DESK,
    ...SECOND_LOOKS,
  ),
  'app-branch': operations(restOf('app/branch'), 'branch/*.test.ts', ...AT_DESK),
  'app-conflicts': operations(restOf('app/conflicts'), 'conflicts/*.test.ts', ...AT_DESK, ...SECOND_LOOKS),
  'app-audit': operations(
    restOf('app/audit'),
    'audit/*.test.ts',
    'branch/next-year.test.ts',
    'desk/desk.test.ts',
    'staff/staff.test.ts',
    ...AT_DESK,
  ),
  'app-reminders': operations(AT_DESKS, 'messages/*.test.ts', 'call/instants.test.ts', ...AT_DESK),
  'app-messages': operations(restOf('app/messages', AT_DESKS), 'messages/*.test.ts', ...AT_DESK, ...SECOND_LOOKS),
  'app-province': operations(restOf('app/province'), 'province/*.test.ts', 'call/authority.test.ts', ...AT_DESK),
  'app-authority': operations(
    AUTHORITY,
    'call/authority.test.ts',
    'call/serve.test.ts',
    'call/requests.test.ts',
    'audit/*.test.ts',
    ...AT_DESK,
  ),
  // What is no call at all never comes through the local cloud: a function is given it there.
  'app-shapes': adapters(
    SHAPES,
    'adapters/entry.test.ts',
    'app/call/serve.test.ts',
    'app/call/order-of-checks.test.ts',
    'app/call/faults.test.ts',
    'app/call/shapes.test.ts',
  ),
  'app-call': operations(
    restOf('app/call', AUTHORITY, SHAPES),
    'call/bulk.test.ts',
    'call/one-time-code.test.ts',
    'account/account-keys.test.ts',
    'account/recovery.test.ts',
    'roster/roster-person.test.ts',
    'call/limits-of-one-wechat.test.ts',
    'call/faults.test.ts',
    'call/instants.test.ts',
    'staff/staff.test.ts',
  ),
  'app-views': { mutate: VIEWS, tests: ['app/store/*.test.ts'], bundles: false },
  'app-store': operations(restOf('app/store', VIEWS), 'call/authority.test.ts', 'audit/*.test.ts'),
  'app-retention': operations(restOf('app'), '*.test.ts', ...SECOND_LOOKS),
  'adapters-documents': adapters(
    DOCUMENTS,
    'adapters/documents.test.ts',
    'adapters/maintenance.test.ts',
    'adapters/stores.test.ts',
    'adapters/transfer-store.test.ts',
    'app/call/faults.test.ts',
  ),
  'adapters-limits': adapters(
    LIMITS,
    'adapters/limits.test.ts',
    'app/call/limits-of-one-wechat.test.ts',
    'app/account/recovery.test.ts',
  ),
  'adapters-counts': adapters(
    COUNTS,
    'adapters/figures-store.test.ts',
    'app/desk/summary.test.ts',
    'app/desk/year.test.ts',
  ),
  'adapters-roster': adapters(
    LISTED_PEOPLE,
    'adapters/roster-store.test.ts',
    'adapters/transfer-store.test.ts',
    'app/roster/roster.test.ts',
    'app/roster/roster-person.test.ts',
    'app/roster/earlier-transfer.test.ts',
    'app/desk/requests.test.ts',
  ),
  'adapters-people': adapters(
    PEOPLE,
    'adapters/stores.test.ts',
    'app/account/*.test.ts',
    'app/conflicts/*.test.ts',
    'app/staff/*.test.ts',
    'app/call/second-looks.test.ts',
  ),
  'adapters-transfers': adapters(
    TRANSFERS,
    'adapters/transfer-store.test.ts',
    'app/desk/filters.test.ts',
    'app/desk/find.test.ts',
    'app/desk/requests.test.ts',
    'app/transfer/answers-and-links.test.ts',
    'app/transfer/link.test.ts',
    'app/call/requests.test.ts',
  ),
  'adapters-platform': adapters(
    PLATFORM,
    'adapters/maintenance.test.ts',
    'adapters/stores.test.ts',
    'adapters/logging.test.ts',
    'cloud/contexts.test.ts',
    'app/call/faults.test.ts',
    'app/call/serve.test.ts',
  ),
  'adapters-files': adapters(
    FILES,
    'adapters/stores.test.ts',
    'app/desk/download-link.test.ts',
    'app/roster/roster-file.test.ts',
    'app/retention.test.ts',
  ),
  'adapters-cloudbase': adapters(
    restOf('adapters/cloudbase', DOCUMENTS, LIMITS, COUNTS, LISTED_PEOPLE, PEOPLE, TRANSFERS, PLATFORM, FILES),
    'adapters/stores.test.ts',
    'app/audit/*.test.ts',
    'app/branch/*.test.ts',
    'app/province/*.test.ts',
    'app/messages/digest.test.ts',
    'app/retention.test.ts',
    'app/conflicts/*.test.ts',
  ),
  'adapters-signed': adapters(
    SIGNED,
    'adapters/secrets.test.ts',
    'adapters/province.test.ts',
    'adapters/signatures.test.ts',
    'adapters/sealing.test.ts',
    'app/province/*.test.ts',
    'app/account/sign-in.test.ts',
  ),
  'adapters-entry': adapters(
    ENTRY,
    'adapters/entry.test.ts',
    'adapters/logging.test.ts',
    'cloud/contexts.test.ts',
    'app/call/faults.test.ts',
  ),
  'adapters-other': adapters(
    restOf('adapters', SIGNED, ENTRY, FILES),
    'app/messages/messages.test.ts',
    'cloud/wechat.test.ts',
  ),
}

/** Whether a glob means this file; a star is any part of a name. */
const matches = (glob: string, file: string): boolean => {
  const [before = '', after] = glob.split('*')
  if (after === undefined) return file === glob
  const rest = file.slice(before.length)
  return file.startsWith(before) && rest.endsWith(after) && !rest.includes('/')
}

/** Whether one of these globs means this file. */
export const isOneOf = (globs: readonly string[], file: string): boolean => globs.some((glob) => matches(glob, file))

/** Whether a part means this file. */
export const covers = ({ mutate }: Pick<Shard, 'mutate'>, file: string): boolean =>
  isOneOf(mutate, file) && !mutate.some((glob) => matches(glob.replace(/^!/u, ''), file) && glob.startsWith('!'))

const SOURCES = fileURLToPath(new URL('../../cloudfunctions', import.meta.url))
const filesIn = (folder: string): string[] =>
  readdirSync(path.join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name).split(path.sep).join('/'))

/** The rules, the operations and the adapters, but for the spreadsheet library. */
export const allFiles = (): string[] =>
  ['domain', 'app', 'adapters'].flatMap(filesIn).filter((file) => !file.includes('/spreadsheet/'))
