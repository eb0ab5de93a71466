/** A part of the product that is mutated in one go, and the tests that are to notice. */
export interface Shard {
  /** Under `cloudfunctions/`. */
  mutate: readonly string[]
  /** Under `tests/`. */
  tests: readonly string[]
  /** Whether the tests run against bundles: they are then built from the mutated sources. */
  bundles: boolean
}

const RULES = { tests: ['domain/**/*.test.ts'], bundles: false } as const
const domain = (...names: string[]): Shard => ({ ...RULES, mutate: names.map((name) => `domain/${name}.ts`) })
const app = (folders: readonly string[], tests: readonly string[] = folders): Shard => ({
  mutate: folders.map((folder) => `app/${folder}/**/*.ts`),
  tests: tests.map((folder) => `app/${folder}/**/*.test.ts`),
  bundles: true,
})

/** Each ends within 25 minutes on two cores; all of them are the rules, the operations and the adapters but for the spreadsheet library. */
export const SHARDS: Readonly<Record<string, Shard>> = {
  'domain-procedure': domain('procedure', 'decide', 'verification', 'steps', 'retention', 'reply', 'beijing'),
  'domain-transfer': domain('transfer', 'reminders', 'messages', 'figures', 'desk', 'desk-lists'),
  'domain-person': domain(
    'registration',
    'identity-number',
    'member-number',
    'normalise',
    'personal',
    'person-search',
    'reference',
    'unified-ideographs',
  ),
  'domain-roster': domain('roster', 'roster-people', 'roster-headings', 'roster-table'),
  'app-account': app(['account']),
  'app-transfer': app(['transfer'], ['transfer', 'call']),
  'app-roster': app(['roster']),
  'app-desk': app(['desk', 'figures'], ['desk']),
  'app-staff': app(['staff', 'audit', 'conflicts', 'branch']),
  'app-messages': app(['messages', 'province']),
  'app-call': app(['call', 'store'], ['call', 'transfer']),
  'adapters-cloudbase': {
    mutate: ['adapters/cloudbase/**/*.ts'],
    tests: ['adapters/**/*.test.ts', 'app/call/**/*.test.ts', 'app/desk/**/*.test.ts', 'cloud/contexts.test.ts'],
    bundles: true,
  },
  'adapters-other': {
    mutate: ['adapters/*.ts'],
    tests: ['adapters/**/*.test.ts', 'app/province/**/*.test.ts', 'app/messages/**/*.test.ts', 'cloud/wechat.test.ts'],
    bundles: true,
  },
}
