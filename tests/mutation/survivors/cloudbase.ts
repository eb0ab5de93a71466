import type { Survivor } from './survivor'

/** Fields that are read where no more is wanted: `fieldsOf` takes their names, and nobody looks at what they are set to. */
const named = (file: string, ...fields: string[]): Survivor[] =>
  fields.map((field) => ({
    file,
    line: `${field}: true,`,
    replacements: ['false'],
    why: 'the field is named or not; what it is set to is looked at by nobody',
  }))

/** `adapters/cloudbase`. */
export const CLOUDBASE: readonly Survivor[] = [
  ...named(
    'adapters/cloudbase/transfers.ts',
    '_id',
    'version',
    'reference',
    'branchId',
    'stage',
    'since',
    'position',
    'lists',
    'probationEndsOn',
    'state',
    'name',
    'copy',
    'identity',
    'party',
    'studentNumber',
    'rosterMatch',
    'flags',
  ),
  {
    file: 'adapters/cloudbase/documents.ts',
    line: 'return Array.isArray(data) ? (data[0] ?? null) : data',
    replacements: ['data[0] && null'],
    why: 'the pinned SDK gives one document; a list is another form in which the service has answered',
  },
  {
    file: 'adapters/cloudbase/documents.ts',
    line: "override name = 'DuplicateKey'",
    replacements: ['""'],
    why: 'it is always caught, by its class; the name is for people who look at it',
  },
  {
    file: 'adapters/cloudbase/documents.ts',
    line: 'const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))',
    replacements: ['() => undefined'],
    why: 'how long is waited between two tries shows in nothing but time',
  },
  {
    file: 'adapters/cloudbase/documents.ts',
    line: 'await pause(BACKOFF_MS * (1 + Math.random()))',
    replacements: ['BACKOFF_MS / (1 + Math.random())', '1 - Math.random()'],
    why: 'how long is waited between two tries shows in nothing but time',
  },
  {
    file: 'adapters/cloudbase/documents.ts',
    line: 'const db = cloudbase.init(access ?? { env: cloudbase.SYMBOL_CURRENT_ENV, keepalive: true }).database()',
    replacements: ['access && {   env: cloudbase.SYMBOL_CURRENT_ENV,   keepalive: true }', '{}', 'false'],
    why: 'a local cloud is one environment whatever it is called, and kept connections save time alone',
  },
  {
    file: 'adapters/cloudbase/documents.ts',
    line: 'await pause(BACKOFF_MS * 2 ** attempt * (0.5 + Math.random()))',
    replacements: [
      'BACKOFF_MS * 2 ** attempt / (0.5 + Math.random())',
      'BACKOFF_MS / 2 ** attempt',
      '0.5 - Math.random()',
    ],
    why: 'how long is waited between two tries shows in nothing but time',
  },
  {
    file: 'adapters/cloudbase/refusals.ts',
    line: "const Refusal = v.fallback(v.object({ code: v.fallback(v.string(), ''), message: v.fallback(v.string(), '') }), {",
    replacements: ['"Stryker was here!"', '{}'],
    why: 'whatever stands for a code or words that are not there is none of those that are known',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: '...(rosterMatch === undefined ? {} : { rosterMatch }),',
    replacements: ['false'],
    why: 'the SDK leaves out of a condition what is undefined',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: '...(before === undefined && after === undefined',
    replacements: ['false'],
    why: 'every position stands between the two ends',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: 'const startedAt = ({ transfer }: JoinedTransfer) => transfer.events[0]?.at ?? 0',
    replacements: ['transfer.events[0].at'],
    why: 'every transfer begins with an event; the question is for the compiler',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: 'const log = appended.length === 0 ? {} : { events: command.push([...appended]) }',
    replacements: ['false'],
    why: 'nothing that is put behind the log leaves it as it was',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: "fields: ['since'],",
    replacements: ['[]'],
    why: 'what is read besides is looked at by nobody',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: 'return found.sort((a, b) => (a.position < b.position ? -1 : 1)).slice(0, limit)',
    replacements: ['a.position <= b.position'],
    why: 'no two stand in one place',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: 'return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).slice(0, limit)',
    replacements: ['placeOf(a) <= placeOf(b)'],
    why: 'no two stand in one place',
  },
  {
    file: 'adapters/cloudbase/transfers.ts',
    line: 'const newest = known.reduce((late, one) => (one.at > late.at ? one : late), known[0] ?? attempt)',
    replacements: ['one.at >= late.at'],
    why: 'of two that are as new as each other either is the newest',
  },
  {
    file: 'adapters/cloudbase/refusals.ts',
    line: "code: '',",
    replacements: ['"Stryker was here!"'],
    why: 'whatever stands for a code or words that are not there is none of those that are known',
  },
  {
    file: 'adapters/cloudbase/refusals.ts',
    line: "message: '',",
    replacements: ['"Stryker was here!"'],
    why: 'whatever stands for a code or words that are not there is none of those that are known',
  },
  {
    file: 'adapters/cloudbase/audit.ts',
    line: '...(before === undefined && after === undefined',
    replacements: ['false'],
    why: 'every position stands between the two ends',
  },
  {
    file: 'adapters/cloudbase/branches.ts',
    line: "branchesReading: (id) => documents.find<BranchRecord>('branches', { rosterOf: id }, { limit: READERS_AT_MOST }),",
    replacements: ['{}'],
    why: 'it is as many as the database gives unless told',
  },
  {
    file: 'adapters/cloudbase/branches.ts',
    line: '...(handIn === undefined ? {} : { handIn: command.set(handIn) }),',
    replacements: ['false'],
    why: 'the SDK leaves out of a change what is undefined',
  },
  {
    file: 'adapters/cloudbase/province.ts',
    line: '{ limit: AT_MOST },',
    replacements: ['{}'],
    why: 'no more transfers are read of however many accounts; one number has one account but for a mistake or two',
  },
  {
    file: 'adapters/cloudbase/province.ts',
    line: 'return ids.length === 0 ? [] : transfersWhere({ accountId: command.in(ids) })',
    replacements: ['false'],
    why: 'of no accounts there are no transfers: it saves a request',
  },
  {
    file: 'adapters/cloudbase/retention.ts',
    line: "{ fields: ['holderAccountId'], limit: 1_000 },",
    replacements: ['[]'],
    why: 'what is read besides is looked at by nobody',
  },
  {
    file: 'adapters/cloudbase/retention.ts',
    line: 'if (quiet.length === 0) return',
    replacements: ['false'],
    why: 'nobody is one of none: it saves two requests',
  },
]
