import { describe, expect, it } from 'vitest'
import type { Functions, OpOf, Reply, Rule } from '../../../cloudfunctions/contract'
import { Caller, CONSENT, LEAGUE, leagueSecretary, person, valueOf } from '../../support/client'
import { localCloud } from '../../support/file-cloud'

/** A change of the input; `undefined` leaves the field out. */
type Change = Record<string, unknown>
type Refused = readonly [Change, string, Rule]
interface Shape {
  /** What somebody without an identity is answered where nothing is wrong with the shape, other than `NO_IDENTITY`. */
  otherwise?: string
  /** As it is accepted. */
  input: Record<string, unknown>
  /** What else is accepted: the last that a limit lets pass, and everything without which it goes. */
  taken?: readonly Change[]
  refused?: readonly Refused[]
}

const text = (length: number): string => '字'.repeat(length)
/** Of characters that UTF-16 writes with two units. */
const rare = (length: number): string => '\u{20BB7}'.repeat(length)
const many = <T>(count: number, one: T): T[] => Array<T>(count).fill(one)
const needed = (...paths: string[]): Refused[] =>
  paths.flatMap((path): Refused[] => [
    [{ [path]: undefined }, path, 'required'],
    [{ [path]: ['odd'] }, path, 'type'],
  ])
const ofType = (...paths: string[]): Refused[] => paths.map((path): Refused => [{ [path]: ['odd'] }, path, 'type'])
const chosen = (path: string): Refused => [{ [path]: 'odd' }, path, 'choice']
/** Free text of so many characters. */
const free = (path: string, most: number): Refused[] => [
  [{ [path]: text(most + 1) }, path, 'length'],
  [{ [path]: 'a\0b' }, path, 'type'],
  [{ [path]: `请改 ${person(1).idNumber}` }, path, 'personal'],
]
/** As free text, and something of it to read. */
const required = (path: string, most: number): Refused[] => [
  ...free(path, most),
  ...needed(path),
  [{ [path]: ' ' }, path, 'required'],
]
const day = (path: string): Refused[] => [
  [{ [path]: '2024-02-30' }, path, 'date'],
  [{ [path]: 20240230 }, path, 'type'],
]
const whole = (path: string, least: number, most: number): Refused[] => [
  [{ [path]: least - 1 }, path, 'range'],
  [{ [path]: most + 1 }, path, 'range'],
  [{ [path]: least + 0.5 }, path, 'type'],
  [{ [path]: String(least) }, path, 'type'],
]
const counted = (path: string, most: number, one: unknown): Refused[] => [
  [{ [path]: [] }, path, 'required'],
  [{ [path]: many(most + 1, one) }, path, 'length'],
  [{ [path]: 'odd' }, path, 'type'],
]
const command: Refused[] = [
  ...needed('commandId'),
  [{ commandId: '' }, 'commandId', 'required'],
  [{ commandId: 'c'.repeat(65) }, 'commandId', 'length'],
]
const claimed: Refused[] = [
  [{ claimed: undefined }, 'claimed', 'required'],
  [{ claimed: { idNumber: '' } }, 'claimed.name', 'required'],
  [{ claimed: { name: '' } }, 'claimed.idNumber', 'required'],
  [{ claimed: { name: text(101), idNumber: '' } }, 'claimed.name', 'length'],
  [{ claimed: { name: '', idNumber: text(101) } }, 'claimed.idNumber', 'length'],
  [{ claimed: { name: '', idNumber: '', memberNumber: text(101) } }, 'claimed.memberNumber', 'length'],
]
const longestClaim = { claimed: { name: rare(100), idNumber: rare(100), memberNumber: rare(100) } }
const registrationFields: Refused[] = [
  chosen('identity'),
  chosen('party'),
  ...ofType('name', 'idNumber', 'phone', 'joinedOn', 'memberNumber', 'username', 'password'),
]
const cursor: Refused[] = [
  'odd',
  '2024010112000-a',
  '20240101120000-',
  `20240101120000-${'a'.repeat(65)}`,
  'x20240101120000-a',
].map((odd): Refused => [{ cursor: odd }, 'cursor', 'cursor'])
const aCursor = { cursor: `20240101120000-${'a'.repeat(64)}` }

const FILTERS = { branchId: LEAGUE }
const filtersTaken: Change[] = [
  { stage: 'approved', confirmed: true, lacks: 'letter', overdue: true, rosterMatch: 'none', sort: 'name' },
  ...['full', 'partial', 'none'].map((rosterMatch) => ({ rosterMatch })),
  ...['waiting', 'name', 'studentNumber'].map((sort) => ({ sort })),
  ...[
    'registered',
    'approved',
    'returned',
    'failed',
    'transferred',
    'withdrawn',
    'preparing',
    'announced',
    'received',
  ].map((stage) => ({ stage })),
  { text: 'a'.repeat(100), probationEndsWithin: 0 },
  { probationEndsWithin: 1_000 },
]
const filters: Refused[] = [
  ...needed('branchId'),
  ...['stage', 'lacks', 'rosterMatch', 'sort'].map(chosen),
  ...ofType('confirmed', 'text', 'overdue'),
  [{ text: 'a'.repeat(101) }, 'text', 'length'],
  ...whole('probationEndsWithin', 0, 1_000),
]

const branchTaken: Change[] = [
  {
    joinable: true,
    systemIdConfirmed: true,
    besideOfficial: true,
    handIn: null,
    opensOn: null,
    closesOn: null,
    rosterOf: null,
  },
  { systemId: text(64), letterTitle: text(100), letterDestination: text(100), contact: text(100), address: text(200) },
  { phone: '1'.repeat(11), handIn: { who: text(100), where: text(200), from: '2024-09-01', to: '2024-09-30' } },
  { handIn: { who: '', where: '' }, reasons: many(20, text(50)), waitHours: 24, retentionDays: 1, overdueAfterDays: 1 },
  { phone: text(40), reasons: [], waitHours: 720, retentionDays: 730, overdueAfterDays: 30 },
]
const published = (path: string, most: number): Refused[] => [
  [{ [path]: text(most + 1) }, path, 'length'],
  [{ [path]: 'a\0b' }, path, 'type'],
  [{ [path]: 'a\u202Eb' }, path, 'type'],
  [{ [path]: person(1).idNumber }, path, 'personal'],
]
const branch: Refused[] = [
  chosen('kind'),
  ...published('fullName', 100),
  [{ fullName: '' }, 'fullName', 'required'],
  ...published('shortName', 100),
  [{ shortName: '' }, 'shortName', 'required'],
  ...ofType('joinable', 'systemIdConfirmed', 'besideOfficial', 'rosterOf', 'sameName'),
  ...published('systemId', 64),
  ...published('letterTitle', 100),
  ...published('letterDestination', 100),
  ...published('contact', 100),
  [{ phone: text(41) }, 'phone', 'length'],
  ...published('address', 200),
  [{ handIn: { where: '' } }, 'handIn.who', 'required'],
  [{ handIn: { who: '' } }, 'handIn.where', 'required'],
  [{ handIn: { who: text(101), where: '' } }, 'handIn.who', 'length'],
  [{ handIn: { who: '', where: text(201) } }, 'handIn.where', 'length'],
  [{ handIn: { who: '', where: '', from: '2024-02-30' } }, 'handIn.from', 'date'],
  [{ handIn: { who: '', where: '', to: '2024-02-30' } }, 'handIn.to', 'date'],
  [{ reasons: many(21, '升学') }, 'reasons', 'length'],
  [{ reasons: [''] }, 'reasons.0', 'required'],
  [{ reasons: [text(51)] }, 'reasons.0', 'length'],
  [{ reasons: '升学' }, 'reasons', 'type'],
  ...whole('waitHours', 24, 720),
  ...whole('retentionDays', 1, 730),
  ...whole('overdueAfterDays', 1, 30),
  ...day('opensOn'),
  ...day('closesOn'),
]

const letter = (given: object): Change => ({
  channel: 'paper',
  letter: { issuedOn: '2024-08-01', validDays: 90, ...given },
})
const upload = (given: object): Change => ({ upload: { id: 'u', part: 1, parts: 2, ...given } })

type WithoutInput = 'account.me' | 'account.unbind' | 'province.list'
/** Judged before anybody is asked who he is. */
const SHAPES: { [F in 'member' | 'secretary']: { [O in Exclude<OpOf<F>, WithoutInput>]: readonly Shape[] } } = {
  member: {
    'account.check': [
      { input: {}, taken: [{ name: text(201), party: 'full', identity: 'cadre' }], refused: registrationFields },
    ],
    'account.register': [
      {
        input: { ...person(1), consent: CONSENT },
        taken: [
          ...['member', 'cadre'].map((identity) => ({ identity })),
          ...['full', 'probationary'].map((party) => ({ party })),
          { consent: { ...CONSENT, version: text(32) } },
          { username: 'somebody', password: 'correct horse battery' },
        ],
        refused: [
          ...registrationFields,
          ...['identity', 'name', 'idNumber', 'phone', 'consent'].map((path): Refused => [
            { [path]: undefined },
            path,
            'required',
          ]),
          ...['name', 'idNumber', 'phone', 'memberNumber', 'username', 'password'].map((path): Refused => [
            { [path]: text(201) },
            path,
            'length',
          ]),
          [{ consent: { ...CONSENT, version: '' } }, 'consent.version', 'length'],
          [{ consent: { ...CONSENT, version: text(33) } }, 'consent.version', 'length'],
          [{ consent: { ...CONSENT, terms: false } }, 'consent.terms', 'consent'],
          [{ consent: { ...CONSENT, sensitive: 'yes' } }, 'consent.sensitive', 'consent'],
          [{ consent: { version: '1', sensitive: true } }, 'consent.terms', 'required'],
        ],
      },
    ],
    'account.amend': [{ input: {}, refused: [...registrationFields, [{ name: text(201) }, 'name', 'length']] }],
    'account.login': [{ input: { login: 'somebody', password: '' }, refused: needed('login', 'password') }],
    'account.password': [
      {
        input: { password: 'correct horse battery' },
        taken: [{ username: 'somebody' }],
        refused: [...needed('password'), ...ofType('username')],
      },
    ],
    'account.recover': [
      {
        input: { login: 'somebody', code: '', password: 'correct horse battery' },
        refused: needed('login', 'code', 'password'),
      },
    ],
    'account.erase': [
      {
        input: { confirm: true },
        refused: [
          [{ confirm: false }, 'confirm', 'type'],
          [{ confirm: undefined }, 'confirm', 'required'],
        ],
      },
    ],
    'draft.save': [
      {
        input: { form: 'register', data: {}, consent: CONSENT },
        taken: [{ form: rare(32) }],
        refused: [
          ...needed('form'),
          [{ form: '' }, 'form', 'length'],
          ...free('form', 32),
          [{ data: undefined }, 'data', 'required'],
          [{ data: null }, 'data', 'type'],
          [{ data: [] }, 'data', 'type'],
          [{ data: 'odd' }, 'data', 'type'],
          [{ consent: undefined }, 'consent', 'required'],
        ],
      },
    ],
    'draft.load': [{ input: { form: 'register' }, refused: [...needed('form'), [{ form: '' }, 'form', 'length']] }],
    'branch.find': [
      {
        input: { kind: 'league', text: '' },
        taken: [{ kind: 'party', text: 'a'.repeat(200) }],
        refused: [chosen('kind'), ...needed('text'), [{ text: 'a'.repeat(201) }, 'text', 'length']],
      },
    ],
    'transfer.start': [
      {
        input: { kind: 'league', origin: 'beijing', branchId: LEAGUE, commandId: 'c' },
        taken: [{ kind: 'party', origin: 'province', reason: rare(200), commandId: 'c'.repeat(64) }, { reason: '' }],
        refused: [chosen('kind'), chosen('origin'), ...needed('branchId'), ...free('reason', 200), ...command],
      },
    ],
    'transfer.act': [
      {
        input: { id: 'a', version: 0, commandId: 'c', action: 'amend' },
        taken: [{ branchId: LEAGUE, reason: text(200) }, { action: 'withdraw' }, { action: 'request' }],
        refused: [
          [{ action: undefined }, 'action', 'required'],
          chosen('action'),
          ...needed('id'),
          [{ version: -1 }, 'version', 'range'],
          [{ version: 0.5 }, 'version', 'type'],
          [{ version: '1' }, 'version', 'type'],
          ...ofType('branchId'),
          ...free('reason', 200),
          ...command,
        ],
      },
      {
        input: { id: 'a', version: 1, commandId: 'c', action: 'request', claimed: { name: '', idNumber: '' } },
        taken: [longestClaim],
        refused: [...needed('id'), ...command, ...claimed.slice(1)],
      },
      { input: { id: 'a', version: 1, commandId: 'c', action: 'withdraw' }, refused: [...needed('id'), ...command] },
      {
        input: { id: 'a', version: 1, commandId: 'c', action: 'announce', channel: 'online', prepared: [] },
        taken: [
          {
            channel: 'paper',
            prepared: ['file', 'letterToCounsellor', 'probationPapers'],
            probationEndsOn: '2025-06-30',
          },
          letter({}),
          letter({ validDays: 1, duesPaidTo: '2024-01' }),
          letter({ validDays: 366, duesPaidTo: '2024-12' }),
        ],
        refused: [
          ...needed('id'),
          ...command,
          chosen('channel'),
          [{ prepared: ['odd'] }, 'prepared.0', 'choice'],
          [{ prepared: many(4, 'file') }, 'prepared', 'length'],
          [{ prepared: 'file' }, 'prepared', 'type'],
          ...day('probationEndsOn'),
          [letter({ issuedOn: '2024-02-30' }), 'letter.issuedOn', 'date'],
          [letter({ issuedOn: undefined }), 'letter.issuedOn', 'required'],
          [letter({ validDays: 0 }), 'letter.validDays', 'range'],
          [letter({ validDays: 367 }), 'letter.validDays', 'range'],
          [letter({ validDays: 1.5 }), 'letter.validDays', 'type'],
          [letter({ validDays: '90' }), 'letter.validDays', 'type'],
          ...['2024-00', '2024-13', '2024-1', '12024-01', '2024-011'].map((duesPaidTo): Refused => [
            letter({ duesPaidTo }),
            'letter.duesPaidTo',
            'month.format',
          ]),
        ],
      },
    ],
    'transfer.declare': [
      {
        input: { id: 'a' },
        taken: [{ officialRegistration: false, submittedEarly: true }],
        refused: [...needed('id'), ...ofType('officialRegistration', 'submittedEarly')],
      },
    ],
    'transfer.precheck': [
      {
        input: { id: 'a', claimed: { name: '', idNumber: '' } },
        taken: [longestClaim],
        refused: [...needed('id'), ...claimed],
      },
    ],
    'transfer.invite': [{ input: { id: 'a' }, refused: needed('id') }],
    'invite.revoke': [{ input: { id: 'a' }, refused: needed('id') }],
    'invite.open': [{ otherwise: 'NOT_FOUND', input: { token: '' }, refused: needed('token') }],
    'invite.check': [
      {
        otherwise: 'NOT_FOUND',
        input: { token: '', claimed: { name: '', idNumber: '' }, organisation: text(100), commandId: 'c' },
        taken: [longestClaim],
        refused: [...needed('token'), ...claimed, ...required('organisation', 100), ...command],
      },
    ],
    'invite.request': [
      {
        otherwise: 'NOT_FOUND',
        input: { token: '', organisation: text(100), commandId: 'c' },
        taken: [longestClaim],
        refused: [...needed('token'), ...claimed.slice(1), ...required('organisation', 100), ...command],
      },
    ],
    'reminder.allow': [
      {
        input: { id: 'a', kinds: ['waitOver', 'answered', 'result', 'nudge'] },
        refused: [...needed('id'), ...counted('kinds', 4, 'waitOver'), [{ kinds: ['odd'] }, 'kinds.0', 'choice']],
      },
    ],
  },
  secretary: {
    'desk.list': [
      {
        input: FILTERS,
        taken: [...filtersTaken, aCursor, { limit: 1 }, { limit: 100 }, { names: many(100, text(100)) }],
        refused: [
          ...filters,
          ...cursor,
          ...whole('limit', 1, 100),
          ...counted('names', 100, '王'),
          [{ names: [text(101)] }, 'names.0', 'length'],
          [{ names: [5] }, 'names.0', 'type'],
        ],
      },
    ],
    'desk.open': [{ input: { id: 'a' }, refused: needed('id') }],
    'desk.reveal': [
      {
        input: { id: 'a', field: 'idNumber', why: text(200) },
        taken: [{ field: 'phone' }, { field: 'memberNumber' }],
        refused: [...needed('id'), chosen('field'), ...required('why', 200)],
      },
    ],
    'desk.decide': [
      {
        input: { items: [{}], commandId: 'c' },
        taken: [{ items: many(100, {}) }],
        refused: [...counted('items', 100, {}), ...command],
      },
    ],
    'desk.summary': [{ input: { branchId: LEAGUE }, refused: needed('branchId') }],
    'desk.overview': [
      {
        input: {},
        taken: [{ cursor: 'a'.repeat(64) }],
        refused: [[{ cursor: 'a'.repeat(65) }, 'cursor', 'cursor'], ...ofType('cursor')],
      },
    ],
    'desk.find': [
      {
        input: { text: '王' },
        taken: [{ text: '' }, { text: text(100) }, { limit: 1 }, { limit: 100 }],
        refused: [...needed('text'), [{ text: text(101) }, 'text', 'length'], ...whole('limit', 1, 100)],
      },
    ],
    'desk.export': [
      {
        input: { ...FILTERS, why: '存档' },
        taken: [
          ...filtersTaken,
          { ids: many(1_000, 'a') },
          { columns: ['number', 'receipt', 'joinedOn'] },
          { archive: true },
        ],
        refused: [
          ...filters,
          ...counted('ids', 1_000, 'a'),
          ...counted('columns', 50, 'name'),
          [{ columns: ['odd'] }, 'columns.0', 'choice'],
          ...ofType('archive'),
          ...required('why', 200),
        ],
      },
    ],
    'desk.subscribe': [
      {
        input: { branchId: LEAGUE, templates: [] },
        taken: [{ templates: many(10, text(64)) }],
        refused: [
          ...needed('branchId'),
          [{ templates: many(11, 'a') }, 'templates', 'length'],
          [{ templates: [text(65)] }, 'templates.0', 'length'],
          [{ templates: 'waiting' }, 'templates', 'type'],
        ],
      },
    ],
    'desk.remind': [
      { input: { ids: many(100, 'a') }, refused: [...counted('ids', 100, 'a'), [{ ids: [5] }, 'ids.0', 'type']] },
    ],
    'desk.recoveryCode': [{ input: { id: 'a', why: text(200) }, refused: [...needed('id'), ...required('why', 200)] }],
    'desk.conflicts': [{ input: { branchId: LEAGUE }, taken: [aCursor], refused: [...needed('branchId'), ...cursor] }],
    'desk.release': [
      { input: { conflictId: 'a', why: text(200) }, refused: [...needed('conflictId'), ...required('why', 200)] },
    ],
    'roster.read': [
      {
        input: { fileName: 'a.csv', base64: 'YWJj' },
        taken: [
          { fileName: `${'a'.repeat(251)}.csv`, base64: 'YQ==' },
          upload({ id: text(64) }),
          upload({ part: 2 }),
          upload({ part: 0 }),
          { columns: many(500, { heading: 'a'.repeat(500), as: 'name', sheet: 'a'.repeat(500) }) },
          ...['idNumber', 'last4', 'last6', 'studentNumber', 'phone'].map((as) => ({ columns: [{ heading: '', as }] })),
        ],
        refused: [
          ...needed('fileName', 'base64'),
          [{ fileName: '' }, 'fileName', 'required'],
          [{ fileName: 'a'.repeat(256) }, 'fileName', 'length'],
          ...['YQ===', 'Y Q=', '=YQ', 'YQ=a'].map((base64): Refused => [{ base64 }, 'base64', 'type']),
          [upload({ id: '' }), 'upload.id', 'required'],
          [upload({ id: text(65) }), 'upload.id', 'length'],
          [upload({ part: -1 }), 'upload.part', 'range'],
          [upload({ part: 0, parts: 0 }), 'upload.parts', 'range'],
          [upload({ part: 1.5 }), 'upload.part', 'type'],
          [upload({ part: '1' }), 'upload.part', 'type'],
          [upload({ part: 3 }), 'upload.part', 'range'],
          [{ columns: [{ heading: '', as: 'odd' }] }, 'columns.0.as', 'choice'],
          [{ columns: [{ heading: '', sheet: 'a'.repeat(501) }] }, 'columns.0.sheet', 'length'],
          [{ columns: 'name' }, 'columns', 'type'],
          [{ columns: [{}] }, 'columns.0.heading', 'required'],
          [{ columns: [{ heading: 'a'.repeat(501) }] }, 'columns.0.heading', 'length'],
          [{ columns: many(501, { heading: '' }) }, 'columns', 'length'],
        ],
      },
    ],
    'roster.import': [
      {
        input: { branchId: LEAGUE, importId: 'i', rows: [] },
        taken: [{ importId: 'i'.repeat(64), rows: many(500, {}), dryRun: true }],
        refused: [
          ...needed('branchId', 'importId'),
          [{ importId: '' }, 'importId', 'required'],
          [{ importId: 'a\0b' }, 'importId', 'type'],
          [{ rows: many(501, {}) }, 'rows', 'length'],
          [{ rows: 'odd' }, 'rows', 'type'],
          ...ofType('dryRun'),
        ],
      },
    ],
    'roster.undo': [
      { input: { importId: 'i', why: text(200) }, refused: [...needed('importId'), ...required('why', 200)] },
    ],
    'roster.gaps': [
      {
        input: { branchId: LEAGUE },
        taken: [
          { group: 'notRegistered', sort: 'name', limit: 500, why: text(200) },
          { group: 'approved', sort: 'since', limit: 1 },
          { cursor: `20240101120000-${'a'.repeat(64)}` },
          { cursor: '20240101120000-' },
          { cursor: `${text(200)}\u0001${'a'.repeat(80)}` },
        ],
        refused: [
          ...needed('branchId'),
          chosen('group'),
          chosen('sort'),
          ...whole('limit', 1, 500),
          ...free('why', 200),
          [{ why: ' ' }, 'why', 'required'],
          ...[
            'odd',
            `20240101120000-${'a'.repeat(65)}`,
            'x20240101120000-',
            `${text(201)}\u0001a`,
            `${text(3)}\u0001${'a'.repeat(81)}`,
            '\u0001a',
            `${text(3)}\u0001`,
          ].map((odd): Refused => [{ cursor: odd }, 'cursor', 'cursor']),
        ],
      },
    ],
    'roster.remove': [
      {
        input: { branchId: LEAGUE, keys: ['k'] },
        taken: [{ keys: ['k'.repeat(200)] }],
        refused: [
          ...needed('branchId'),
          [{ keys: [] }, 'keys', 'required'],
          [{ keys: 'k' }, 'keys', 'type'],
          [{ keys: ['k'.repeat(201)] }, 'keys.0', 'length'],
          [{ keys: Array.from({ length: 501 }, () => 'k') }, 'keys', 'length'],
          [{ keys: [5] }, 'keys.0', 'type'],
        ],
      },
    ],
    'branch.create': [
      {
        input: { kind: 'league', fullName: text(100), shortName: text(100) },
        taken: [...branchTaken, { kind: undefined, like: LEAGUE, sameName: true }, { rosterOf: LEAGUE, kind: 'party' }],
        refused: [...branch, ...needed('fullName', 'shortName'), ...ofType('like')],
      },
    ],
    'branch.save': [
      {
        input: { id: LEAGUE },
        taken: [...branchTaken, { kind: 'league', fullName: text(100), shortName: text(100), sameName: true }],
        refused: [...needed('id'), ...branch],
      },
    ],
    'branch.close': [{ input: { branchId: LEAGUE }, refused: needed('branchId') }],
    'branch.list': [
      {
        input: {},
        taken: [{ cursor: 'a'.repeat(65) }],
        refused: [[{ cursor: 'a'.repeat(66) }, 'cursor', 'cursor'], ...ofType('cursor')],
      },
    ],
    'staff.invite': [
      {
        input: { branchId: LEAGUE, role: 'secretary' },
        taken: [
          ...['administrator', 'counsellor', 'cadre'].map((role) => ({ role })),
          { branchId: '*', role: 'administrator' },
        ],
        refused: [
          ...needed('branchId'),
          chosen('role'),
          ...['secretary', 'counsellor', 'cadre'].map((role): Refused => [{ branchId: '*', role }, 'role', 'choice']),
        ],
      },
    ],
    'staff.invitations': [{ input: { branchId: LEAGUE }, refused: needed('branchId') }],
    'staff.uninvite': [{ input: { id: 'a' }, refused: needed('id') }],
    'staff.accept': [
      {
        input: { code: 'X'.repeat(100), name: '张三' },
        taken: [{ name: undefined }],
        refused: [...needed('code'), [{ code: 'X'.repeat(101) }, 'code', 'length'], ...ofType('name')],
      },
    ],
    'staff.grant': [{ input: { transferId: 'a', role: 'cadre' }, refused: [...needed('transferId'), chosen('role')] }],
    'staff.remove': [{ input: { branchId: LEAGUE, id: 'a' }, refused: needed('branchId', 'id') }],
    'staff.list': [{ input: { branchId: LEAGUE }, refused: needed('branchId') }],
    'province.register': [
      {
        input: { code: 'bj', name: 'a'.repeat(100), publicKey: {} },
        taken: [{ code: 'a-_9'.repeat(8) }],
        refused: [
          ...needed('code', 'name'),
          ...['', 'a b', 'a'.repeat(33), '北京'].map((code): Refused => [{ code }, 'code', 'province.code']),
          [{ name: ' ' }, 'name', 'required'],
          [{ name: 'a'.repeat(101) }, 'name', 'length'],
          [{ publicKey: undefined }, 'publicKey', 'required'],
          [{ publicKey: 'odd' }, 'publicKey', 'type'],
        ],
      },
    ],
    'province.revoke': [{ input: { code: 'bj', kid: 'k' }, refused: needed('code', 'kid') }],
    'audit.list': [
      {
        input: { branchId: LEAGUE },
        taken: [
          { who: text(100), from: '2024-01-01', to: '2024-12-31', ...aCursor },
          ...[
            'reveal',
            'export',
            'release',
            'recoveryCode',
            'phones',
            'import',
            'rosterRemove',
            'rosterUndo',
            'branchSave',
            'branchCreate',
            'branchClose',
            'staffInvite',
            'staffUninvite',
            'staffAccept',
            'staffGrant',
            'staffRemove',
            'provinceRegister',
            'provinceRevoke',
            'archive',
            'decide',
          ].map((what) => ({ what })),
        ],
        refused: [
          ...needed('branchId'),
          chosen('what'),
          [{ who: text(101) }, 'who', 'length'],
          ...day('from'),
          ...day('to'),
          ...cursor,
        ],
      },
    ],
  },
}

const changed = (input: Record<string, unknown>, change: Change): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...input, ...change }).filter(([, value]) => value !== undefined))
const faultsIn = (reply: Reply<unknown>): unknown =>
  reply.ok ? 'ok' : reply.error.code === 'BAD_INPUT' ? reply.error.detail.fields : reply.error.code

describe('the shape of an input', () => {
  const cloud = localCloud()
  const ALL = (['member', 'secretary'] as const).flatMap((fn) =>
    Object.entries(SHAPES[fn]).map(([op, shapes]): [string, keyof Functions, readonly Shape[]] => [op, fn, shapes]),
  )

  it.each(ALL)(
    'of %s: what is left out, of another kind, too long or too much is told by its place',
    async (op, fn, shapes) => {
      const nobody = new Caller(cloud)
      for (const { input, otherwise = 'NO_IDENTITY', taken = [], refused = [] } of shapes) {
        for (const change of [{}, ...taken])
          expect(
            faultsIn(await nobody.call(fn, op, changed(input, change))),
            JSON.stringify(change).slice(0, 200),
          ).toBe(otherwise)
        for (const [change, path, rule] of refused)
          expect(
            faultsIn(await nobody.call(fn, op, changed(input, change))),
            `${path} ${JSON.stringify(change).slice(0, 200)}`,
          ).toEqual([{ path, rule }])
      }
    },
  )

  it('of an item of desk.decide: each is told its own faults', async () => {
    const item = { id: 'a', version: 1 }
    const reasons: Refused[] = free('reason', 200)
    const rows: Refused[] = [
      [{}, 'verdict', 'required'],
      [{ verdict: 'odd' }, 'verdict', 'choice'],
      ...needed('id').map(([change, path, rule]): Refused => [{ verdict: 'approve', ...change }, path, rule]),
      [{ verdict: 'approve', version: -1 }, 'version', 'range'],
      [{ verdict: 'approve', officiallyApproved: 'yes' }, 'officiallyApproved', 'type'],
      ...reasons.map(([change, path, rule]): Refused => [{ verdict: 'return', ...change }, path, rule]),
      [{ verdict: 'confirm' }, 'result', 'required'],
      [{ verdict: 'confirm', result: 'odd' }, 'result', 'choice'],
      ...reasons.map(([change, path, rule]): Refused => [
        { verdict: 'confirm', result: 'failure', ...change },
        path,
        rule,
      ]),
      [{ verdict: 'receive' }, 'checked', 'required'],
      [{ verdict: 'receive', checked: [], unchecked: [] }, 'checked', 'required'],
      [{ verdict: 'receive', checked: ['odd'] }, 'checked.0', 'choice'],
      [{ verdict: 'receive', checked: [{ fact: 'odd', on: '2024-09-01' }] }, 'checked.0', 'choice'],
      [{ verdict: 'receive', checked: [{ fact: 'letter', on: '2024-02-30' }] }, 'checked.0.on', 'date'],
      [{ verdict: 'receive', checked: 'letter' }, 'checked', 'type'],
      [{ verdict: 'receive', checked: many(6, 'letter') }, 'checked', 'length'],
      [{ verdict: 'receive', unchecked: ['odd'] }, 'unchecked.0', 'choice'],
      [{ verdict: 'receive', unchecked: 'letter' }, 'unchecked', 'type'],
      [{ verdict: 'receive', unchecked: many(6, 'letter') }, 'unchecked', 'length'],
      ...reasons.map(([change, path, rule]): Refused => [
        { verdict: 'receive', checked: ['letter'], ...change },
        path,
        rule,
      ]),
      [{ verdict: 'undo', officiallyApproved: 'yes' }, 'officiallyApproved', 'type'],
    ]
    const taken: Change[] = [
      { verdict: 'approve' },
      { verdict: 'return', reason: text(200) },
      { verdict: 'confirm', result: 'success' },
      { verdict: 'confirm', result: 'failure', reason: '官方未通过' },
      { verdict: 'receive', checked: ['online', { fact: 'letter', on: '2024-09-01' }] },
      { verdict: 'receive', unchecked: ['receipt'], reason: text(200) },
      { verdict: 'undo' },
    ]
    const items = [...rows.map(([change]) => change), ...taken].map((change, i) =>
      changed({ ...item, id: `a${String(i)}` }, change),
    )
    const { outcomes } = valueOf(await leagueSecretary(cloud).decideAll(items))
    expect(
      outcomes.map((one) =>
        one.ok ? 'ok' : one.error.code === 'BAD_INPUT' ? one.error.detail.fields : one.error.code,
      ),
    ).toEqual([...rows.map(([, path, rule]) => [{ path, rule }]), ...taken.map(() => 'NOT_FOUND')])
  })

  it('of a row of roster.import: its first fault, and none of what is as long as it may be', async () => {
    const fields = ['name', 'idNumber', 'last4', 'last6', 'studentNumber', 'phone']
    const row = { name: '测试甲', studentNumber: '20240001' }
    const rows: unknown[] = [
      'odd',
      {},
      ...fields.flatMap((path) => [
        { ...row, [path]: 5 },
        { ...row, [path]: text(201) },
      ]),
    ]
    const { refused } = valueOf(
      await leagueSecretary(cloud).call('secretary', 'roster.import', {
        branchId: LEAGUE,
        importId: 'i',
        rows,
        dryRun: true,
      }),
    ) as { refused: unknown[] }
    expect(refused).toEqual([
      { row: 1, path: '', rule: 'type' },
      { row: 2, path: 'name', rule: 'required' },
      ...fields.flatMap((path, i) => [
        { row: 3 + 2 * i, path, rule: 'type' },
        { row: 4 + 2 * i, path, rule: 'length' },
      ]),
    ])
  })
})
