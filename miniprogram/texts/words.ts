/** One official word for every key of the contract. */
import type {
  Actor,
  ClaimField,
  Code,
  ConfirmedBy,
  Declaration,
  DeskAction,
  FailureView,
  Identity,
  Kind,
  LogEntry,
  LogWhat,
  MemberAction,
  Origin,
  PartyIdentity,
  PreparedKey,
  ReceiveFact,
  RosterMatch,
  Stage,
  StepKey,
  TransferView,
  UndoneStep,
  Warning,
} from '../../cloudfunctions/contract'
import { JOINING_AGE, ROLE_NAMES } from '../limits'

/** How a state is coloured: amber waits, green is done, red failed, ink blue asks for action, plain is over. */
export type Tone = 'wait' | 'done' | 'bad' | 'brand' | 'plain'

const STAGES: { [S in Stage]: { text: string; tone: Tone } } = {
  registered: { text: '待团支部审核', tone: 'wait' },
  approved: { text: '团支部已同意', tone: 'wait' },
  returned: { text: '已退回', tone: 'bad' },
  failed: { text: '转移失败', tone: 'bad' },
  transferred: { text: '转移成功', tone: 'done' },
  withdrawn: { text: '已撤回', tone: 'plain' },
  preparing: { text: '准备中', tone: 'brand' },
  announced: { text: '已发起转出', tone: 'wait' },
  received: { text: '已接收', tone: 'done' },
}

/** The stage alone, where the clock does not matter. */
export function stageText(stage: Stage): string {
  return STAGES[stage].text
}

/** A stage with the clock and who confirmed it: what the tag of a transfer says. */
export function stageTag(
  transfer: Pick<TransferView, 'stage' | 'origin' | 'readyAt' | 'confirmedBy' | 'submittedAt'> & {
    failure?: FailureView
  },
  now: number,
): { text: string; tone: Tone } {
  if (transfer.stage === 'approved' && transfer.submittedAt !== undefined)
    return { text: '已提交，待校核', tone: 'wait' }
  if (transfer.stage === 'approved' && transfer.readyAt !== undefined) {
    return Date.parse(transfer.readyAt) > now
      ? { text: '同意未满一天', tone: 'wait' }
      : { text: '已满一天可提交', tone: 'brand' }
  }
  // Inside Beijing it is open again, though it is not the branch that returned it.
  if (transfer.stage === 'returned' && transfer.failure !== undefined) return STAGES.failed
  if (transfer.stage === 'transferred' && !isFinal(transfer)) return { text: '信息核对一致', tone: 'wait' }
  return STAGES[transfer.stage]
}

/** Whether 转移成功 may be said: an outside system or the secretary confirmed it. */
export function isFinal(transfer: Pick<TransferView, 'origin' | 'confirmedBy'>): boolean {
  return transfer.origin === 'beijing' || transfer.confirmedBy === 'province' || transfer.confirmedBy === 'secretary'
}

/** What a confirmed result is called. */
export const CONFIRMED: { [C in ConfirmedBy]: string } = {
  member: '信息核对一致，等待北京系统确认',
  link: '信息核对一致，等待北京系统确认',
  province: '转移成功',
  secretary: '转移成功',
}

export const KINDS: { [K in Kind]: string } = { league: '团组织关系', party: '党组织关系' }
export const ORIGINS: { [O in Origin]: string } = { beijing: '京内', province: '京外' }
/** 「团组织关系 · 京外转入」 */
export function journeyTitle(kind: Kind, origin: Origin): string {
  return `${KINDS[kind]} · ${ORIGINS[origin]}转入`
}
/** Beside a line that can be changed, and above whom to call. */
export const CHANGE = '修改'
export const CONTACT = '联系'
export const BRANCHES: { [K in Kind]: string } = { league: '团支部', party: '党支部' }
/** 「转入团支部」 */
export function intoText(kind: Kind): string {
  return `转入${BRANCHES[kind]}`
}
/** Beside what a branch has not confirmed. */
export function toBeConfirmedText(kind: Kind): string {
  return `待${BRANCHES[kind]}确认`
}
/** 「登记编号 2411 0382 7」, of the number as it is read. */
export function referenceText(number: string): string {
  return `登记编号 ${number}`
}
export const IDENTITIES: { [I in Identity]: string } = {
  member: '我是团员',
  cadre: '我是团干部',
  nonmember: '我不是团员',
}
export const PARTY_IDENTITIES: { [P in PartyIdentity]: string } = { full: '正式党员', probationary: '预备党员' }
export const ACTIONS: { [A in MemberAction | DeskAction]: string } = {
  amend: '修改并重新申请',
  request: '登记：原团组织已提交',
  withdraw: '撤回申请',
  announce: '登记：已发起转出',
  approve: '同意',
  return: '退回',
  confirm: '登记北京系统结果',
  receive: '登记接收情况',
  undo: '撤销上一步',
}
export const ROLES = ROLE_NAMES
export const ROSTER_MATCHES: { [M in RosterMatch]: { text: string; tone: Tone } } = {
  full: { text: '与新生名单一致', tone: 'brand' },
  partial: { text: '与新生名单部分一致', tone: 'wait' },
  none: { text: '不在新生名单', tone: 'wait' },
}
export const WARNINGS: { [W in Warning]: { text: string; tone: Tone; todo: string } } = {
  AGE_AT_JOINING: {
    text: `入团年龄不在 ${String(JOINING_AGE.from)} 至 ${String(JOINING_AGE.to)} 岁`,
    tone: 'wait',
    todo: '请核对入团年月和身份证号。',
  },
  NUMBER_ELSEWHERE: { text: '团员编号另有账号登记', tone: 'wait', todo: '请与本人核对团员编号。' },
  ID_CONFLICT: { text: '身份证号已由其他账号登记', tone: 'bad', todo: '请核实哪一个账号是本人，再处理冲突。' },
  NOT_ON_ROSTER: { text: '不在新生名单', tone: 'wait', todo: '请确认是否为这里的新生。' },
  CADRE: { text: '团干部', tone: 'wait', todo: '请确认原职务已卸任，并在北京共青团系统电脑端审核／添加。' },
  LATE_MISMATCH: { text: '成功后又收到不一致的信息', tone: 'bad', todo: '请在“我的团员”中核对，再登记北京系统结果。' },
  NOT_DECLARED: {
    text: '本人未说明已在北京系统申请',
    tone: 'wait',
    todo: '请在“我的团员”→“申请加入”中核对，没有申请的请提醒本人。',
  },
  LETTER_ENDS: { text: '介绍信即将到期或已过期', tone: 'wait', todo: '请提醒本人尽快送交，过期须重新开具。' },
  PROBATION_ENDS: { text: '预备期将满', tone: 'wait', todo: '请确认考察材料已到。' },
}
export const FACTS: { [F in ReceiveFact]: string } = {
  online: '系统已接收',
  letter: '已收介绍信',
  materials: '党员材料完整',
  probationPapers: '预备党员材料已收',
  receipt: '回执已寄回',
}
const PREPARED: { [P in PreparedKey]: string } = {
  file: '原单位确认党员材料归档完备',
  letterToCounsellor: '纸质版介绍信开学后上交辅导员，不放进档案',
  probationPapers: '《预备党员考察表》或盖章的鉴定材料',
}
const CLAIMS: { [F in ClaimField]: string } = { name: '姓名', idNumber: '身份证号', memberNumber: '团员编号' }

/** What must be at hand before a Party transfer is announced. */
export function preparedText(key: PreparedKey): string {
  return PREPARED[key]
}

/** 「姓名、团员编号」 */
export function differsText(fields: readonly ClaimField[]): string {
  return fields.map((field) => CLAIMS[field]).join('、')
}

// ---------------------------------------------------------------- steps

const STEPS: { [K in StepKey]: { title: string; who: string } } = {
  join: { title: '注册并申请加入', who: '你' },
  approval: { title: '团支部同意加入', who: '团支部书记' },
  wait: { title: '满一天后才能提交', who: '等待' },
  request: { title: '原团组织在外省市系统提交', who: '原团组织' },
  verification: { title: '系统校核团员信息', who: '系统' },
  confirmation: { title: '北京系统确认转移成功', who: '北京系统' },
  prepare: { title: '准备党员材料', who: '你和原党组织' },
  announce: { title: '原党组织发起转出', who: '原党组织' },
  accept: { title: '党支部接收', who: '党支部' },
  materials: { title: '核对党员材料', who: '党支部' },
  probation: { title: '核对预备党员材料', who: '党支部' },
  receive: { title: '接收完成', who: '党支部' },
}

/** What was done in this mini-program alone, while its official counterpart is still asked about. */
export const JOINED_HERE = '在本小程序申请加入'

/** Whether these pages know the word: a newer server may say one that they do not. */
function isKey<K extends string>(map: { [P in K]: unknown }, key: string): key is K {
  return key in map
}

/** What a step is called and who acts in it. */
export function stepText(key: string): { title: string; who: string } {
  return isKey(STEPS, key) ? STEPS[key] : { title: '办理', who: '' }
}

/** Inside Beijing the branch's approval is the result. */
export const INSIDE_APPROVAL = '团支部同意，即为转移成功'
/** After a failure: the step that is made again, and what became of the one that failed. */
export const REQUEST_AGAIN = '原团组织重新提交'
export const FAILED_STEPS = { verification: '上次不一致', confirmation: '上次转移失败' } as const

// ---------------------------------------------------------------- log 办理记录

const ACTORS: { [A in Exclude<Actor, 'secretary'>]: string } = {
  member: '本人',
  province: '外省市系统',
  link: '原团组织',
  system: '系统',
}
const LOG: { [W in LogWhat]: string } = {
  started: '申请加入',
  amended: '修改后重新申请',
  copyAmended: '修改注册信息',
  approved: '同意加入',
  returned: '退回',
  matched: '信息核对一致',
  mismatched: '信息核对不一致',
  contradicted: '又一次信息核对不一致，结果不变',
  confirmed: '确认北京系统转移成功',
  officiallyFailed: '登记北京系统转移失败',
  announced: '登记已发起转出',
  factsAdded: '登记接收情况',
  withdrawn: '撤回',
  released: '移除有冲突的身份证号',
  erased: '删除个人信息',
  refused: '提交未被接受',
  submitted: '记录原团组织已在外省市系统提交',
  checked: '核对了信息',
  declared: '说明了在官方系统的办理情况',
  factsCorrected: '更正接收情况',
  undone: '撤销了上一步（误操作）',
}

/** Who records or submits a request does not compare: that is the system's. By the link the outside organisation does. */
const REQUESTS: Partial<{ [A in Actor]: string }> = { member: '记录了提交，', province: '提交了申请，' }
const COMPARED: readonly string[] = ['matched', 'mismatched', 'contradicted']

const REFUSED: Partial<{ [C in Code]: string }> = {
  WAIT_NOT_OVER: '同意未满一天',
  NOT_APPROVED: '团支部尚未同意',
  NOT_NOW: '当时的状态不能办理',
  TOO_MANY: '当天次数已用完',
  ID_RELEASED: '须先修改身份证号',
}

/** One line of 办理记录: who did what, why, how often. */
export function logText(entry: LogEntry, kind: Kind = 'league'): string {
  const refused = entry.code === undefined ? undefined : REFUSED[entry.code]
  const why = entry.reason ?? refused
  const times = entry.count !== undefined && entry.count > 1 ? `（${String(entry.count)} 次）` : ''
  return `${actorText(entry, kind)} ${eventText(entry, kind)}${why === undefined || why === '' ? '' : `：${why}`}${times}`
}

/** Who it was; at the desk by name, and of a check the organisation. */
function actorText({ by, who, organisation }: LogEntry, kind: Kind): string {
  const name = by === 'secretary' ? who : organisation
  const actor = by === 'secretary' ? BRANCHES[kind] : ACTORS[by]
  return name === undefined || name === '' ? actor : `${actor}（${name}）`
}

const UNDONE: { [U in UndoneStep]: string } = {
  approve: '同意',
  return: '退回',
  confirm: '北京系统结果',
  receive: '接收情况',
}

function declaredWords({ officialRegistration, submittedEarly }: Declaration): string {
  if (officialRegistration !== undefined)
    return officialRegistration ? '说明已在北京共青团系统申请' : '说明还没有在北京共青团系统申请'
  return submittedEarly === true ? '说明原团组织提交早了' : '说明提交早了的申请已撤回或退回'
}

function eventText(entry: LogEntry, kind: Kind): string {
  const { what, by, matches, facts = [], unchecked = [], undone, declared } = entry
  if (kind === 'party' && what === 'started') return '登记转接'
  if (what === 'factsAdded' && facts.length > 0) return `登记${facts.map((fact) => FACTS[fact]).join('、')}`
  if (what === 'factsCorrected' && unchecked.length > 0)
    return `撤回接收情况“${unchecked.map((fact) => FACTS[fact]).join('、')}”`
  if (what === 'undone' && undone !== undefined) return `撤销了上一步“${UNDONE[undone]}”（误操作）`
  if (what === 'declared' && declared !== undefined) return declaredWords(declared)
  if (what === 'checked') return matches === true ? '核对信息：一致' : '核对信息：不一致'
  const request = COMPARED.includes(what) ? (REQUESTS[by] ?? '') : ''
  return `${request}${isKey(LOG, what) ? LOG[what] : '办理'}`
}
