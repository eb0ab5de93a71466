import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'
import type {
  ConflictItem,
  DecideOutcome,
  GapItem,
  ReminderKind,
  Reply,
  TransferView,
} from '../../cloudfunctions/contract'
import { localWechat } from '../../preview/seed/wechat'
import { CONSENT, LEAGUE, PARTY, person } from '../support/client'
import { claimOf, type MadeUpPerson } from '../support/people'
import { Offices, type ToldRights } from './offices'
import { LATE_MS } from './orders'
import { MEMBERS, type Deed, type Step } from './steps'
import type { StormCloud } from './storm-cloud'

const SECRETARY = 'local-league-secretary'
const PARTY_SECRETARY = 'local-party-secretary'
const ADMINISTRATOR = 'local-admin'
const PASSWORD = 'correct horse battery'
/** In minutes: a day and a week are long enough for what lasts as long. */
const TIMES = { hour: 60, day: 25 * 60, week: 169 * 60 } as const
/** So often a client asks again where it was not told what became of it. */
const TRIES = 8

/** A command that somebody was told is done: it must stand in the log of the transfer, once. */
export interface Told {
  transferId: string
  commandId: string
  deed: Deed
}

/** A message of this kind may be sent: so somebody was told. */
export interface Granted {
  transferId: string
  openid: string
  kind: ReminderKind
  /** Not before it was so. */
  at: number
}

/** A run of the timer: when, and whether nothing disturbed it. */
export interface Run {
  from: number
  to: number
  calm: boolean
}

/** What was seen from outside. */
export interface Seen {
  told: Told[]
  granted: Granted[]
  runs: Run[]
  /** WeChats that were let go. */
  left: Set<string>
  /** Whose ID number somebody else was told is taken, by name. */
  contested: Set<string>
  rights: ToldRights
  /** A request was held back past the time-out: it may still have come at any moment. */
  late: boolean
  /** How often a message of a kind was asked for, by WeChat and title. */
  allowed: Map<string, number>
  /** What was already wrong while it went on. */
  wrong: string[]
}

interface Member {
  /** The WeChat that acts now, and another of the same person. */
  openid: string
  other: string
  person: MadeUpPerson
  transfers: TransferView[]
  link?: { token: string; expiresAt: string }
}

type Answer = Reply<unknown> | undefined

const isUnclear = (reply: Answer): boolean =>
  reply === undefined || (!reply.ok && ['INTERNAL', 'TRY_AGAIN', 'TOO_LARGE'].includes(reply.error.code))

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let signing: { privateKey: CryptoKey; jwk: JWK } | undefined
const signingKey = async () => {
  if (signing !== undefined) return signing
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  signing = { privateKey, jwk: await exportJWK(publicKey) }
  return signing
}

/** One journey on a cloud that was just reset: several people, each step struck as it says. */
export class Journey {
  readonly seen: Seen
  readonly #members: Member[]
  readonly #offices: Offices
  readonly #versions = new Map<string, number>()
  #commands = 0
  #imports = 0
  #struck = false
  #kid = ''
  #audience = ''

  constructor(private readonly cloud: StormCloud) {
    this.#members = Array.from({ length: MEMBERS }, (_, i) => ({
      openid: `member-${String(i)}`,
      other: `member-${String(i)}-other`,
      person: { ...person(i + 1), party: 'probationary' },
      transfers: [],
    }))
    const ask = (op: string, input: unknown, openid: string) => this.#ask('secretary', op, input, openid)
    this.#offices = new Offices(ask, { secretary: SECRETARY, administrator: ADMINISTRATOR })
    this.seen = {
      told: [],
      granted: [],
      runs: [],
      left: new Set(),
      contested: new Set(),
      rights: this.#offices.told,
      late: false,
      allowed: new Map(),
      wrong: [],
    }
  }

  async run(steps: readonly Step[]): Promise<void> {
    if (steps.some(({ deed }) => deed === 'province')) await this.#meetProvince()
    for (let i = 0; i < steps.length; i += 1) {
      const group = [steps[i]]
      while (group.at(-1)?.atOnce === true && i + 1 < steps.length) group.push(steps[++i])
      await this.#together(group.filter((step) => step !== undefined))
    }
    if (this.seen.late) await pause(LATE_MS)
    // What is due now is sent.
    await this.#advance(1, true)
  }

  async #meetProvince(): Promise<void> {
    const { jwk } = await signingKey()
    const input = { code: 'hebei', name: '河北', publicKey: jwk }
    const reply = await this.#ask('secretary', 'province.register', input, ADMINISTRATOR)
    if (reply?.ok === true) this.#kid = (reply.value as { kid: string }).kid
    this.#audience = await this.cloud.audience()
  }

  /** Moves the clock and lets the timer run, which nobody does again where it was struck. */
  async #advance(minutes: number, alone: boolean): Promise<void> {
    const run = await this.cloud.advance(minutes)
    this.seen.runs.push({ ...run, calm: alone && !this.#struck })
  }

  async #together(steps: readonly Step[]): Promise<void> {
    this.#struck = false
    let killing: Promise<void> | undefined
    for (const { blow } of steps) {
      if (blow === undefined) continue
      this.#struck = true
      const { kind, skip, action } = blow
      if (kind === 'kill') killing = pause(skip).then(() => this.cloud.kill())
      else if (kind === 'late') {
        this.seen.late = true
        await this.cloud.hurry()
        await this.cloud.fault({ kind: 'delay', ms: LATE_MS, skip, ...(action === undefined ? {} : { action }) })
      } else await this.cloud.fault({ kind, skip, ...(action === undefined ? {} : { action }) })
    }
    const alone = steps.length === 1
    const under = steps.map((step) => this.#do(step, alone))
    if (killing !== undefined) {
      await killing
      await this.cloud.restart()
    }
    await Promise.all(under)
    if (this.#struck) await this.cloud.calm()
  }

  /** Asks until it is known what became of it; the second time with nothing in the way. */
  async #ask(fn: 'member' | 'secretary', op: string, input: unknown, openid?: string): Promise<Answer> {
    for (let i = 0; ; i += 1) {
      const reply = await this.cloud.call(fn, op, input, openid)
      if (!isUnclear(reply)) return reply
      if (!this.#struck && reply?.ok === false && reply.error.code === 'INTERNAL')
        this.seen.wrong.push(`${op}: INTERNAL without a fault`)
      if (i === TRIES) {
        this.seen.wrong.push(`${op}: never a clear answer`)
        return undefined
      }
      if (reply === undefined) await pause(250 * (i + 1))
      else await this.cloud.calm()
    }
  }

  /** Notes what a command was told, and that no version is older than one that was seen before. */
  #note(step: Step, reply: Answer, commandId: string, alone: boolean): void {
    if (reply?.ok !== true) return
    const view = reply.value as TransferView
    this.seen.told.push({ transferId: view.id, commandId, deed: step.deed })
    this.#see([view], alone)
  }

  #see(views: readonly TransferView[], alone: boolean): void {
    for (const { id, version } of views) {
      const known = this.#versions.get(id) ?? 0
      if (alone && version < known) this.seen.wrong.push(`version ${String(version)} after ${String(known)}`)
      this.#versions.set(id, Math.max(known, version))
    }
  }

  async #me(member: Member, alone: boolean): Promise<void> {
    const reply = await this.#ask('member', 'account.me', {}, member.openid)
    if (reply?.ok !== true) return
    member.transfers = (reply.value as { transfers: TransferView[] }).transfers
    this.#see(member.transfers, alone)
  }

  async #act(step: Step, member: Member, command: object, alone: boolean, kind = 'league'): Promise<void> {
    await this.#me(member, alone)
    const [transfer] = member.transfers.filter((one) => one.kind === kind)
    if (transfer === undefined) return
    const commandId = this.#command()
    const { id, version } = transfer
    const reply = await this.#ask('member', 'transfer.act', { id, version, commandId, ...command }, member.openid)
    this.#note(step, reply, commandId, alone)
  }

  async #decide(step: Step, verdict: object, alone: boolean, openid = SECRETARY, who: number | 'all' = step.who) {
    const branchId = openid === SECRETARY ? LEAGUE : PARTY
    const list = await this.#ask('secretary', 'desk.list', { branchId, sort: 'name' }, openid)
    if (list?.ok !== true) return
    const { items } = list.value as { items: { id: string; version: number; name: string }[] }
    const name = who === 'all' ? undefined : this.#members[who]?.person.name
    const meant = items.filter((item) => name === undefined || item.name === name)
    if (meant.length === 0) return
    const commandId = this.#command()
    const asked = { commandId, items: meant.map(({ id, version }) => ({ id, version, ...verdict })) }
    for (let i = 0; i <= TRIES; i += 1) {
      const reply = await this.#ask('secretary', 'desk.decide', asked, openid)
      if (reply?.ok !== true) return
      const { outcomes } = reply.value as { outcomes: DecideOutcome[] }
      for (const outcome of outcomes)
        if (outcome.ok) this.#note(step, { ok: true, value: outcome.transfer }, commandId, alone)
      if (!outcomes.some((outcome) => !outcome.ok && isUnclear(outcome))) return
      await this.cloud.calm()
    }
  }

  #command(): string {
    this.#commands += 1
    return `storm-${String(this.#commands)}`
  }

  async #do(step: Step, alone: boolean): Promise<void> {
    const member = this.#members[step.who]
    if (member === undefined) return
    const { cloud } = this
    const { openid, person: fields } = member
    const ask = (op: string, input: unknown) => this.#ask('member', op, input, openid)
    const organisation = '某大学团委'
    const start = async (input: object) => {
      const commandId = this.#command()
      const reply = await ask('transfer.start', { origin: 'province', ...input, commandId })
      this.#note(step, reply, commandId, alone)
    }
    const open = async (kind = 'league') => {
      await this.#me(member, alone)
      return member.transfers.find((one) => one.kind === kind)
    }
    switch (step.deed) {
      case 'register':
        await ask('account.register', { ...fields, consent: CONSENT })
        return
      case 'start':
        await start({ kind: 'league', branchId: LEAGUE })
        return
      case 'startInside':
        await start({ kind: 'league', branchId: LEAGUE, origin: 'beijing', reason: '升学' })
        return
      case 'startParty':
        await start({ kind: 'party', branchId: PARTY })
        return
      case 'amend':
        await this.#act(step, member, { action: 'amend', reason: '升学' }, alone)
        return
      case 'accountAmend': {
        const names = [fields.name, `${person(step.who + 1).name}改`]
        const name = names[step.pick % 2] ?? fields.name
        const reply = await ask('account.amend', { name })
        if (reply?.ok === true) member.person = { ...fields, name }
        return
      }
      case 'announce':
        await this.#act(
          step,
          member,
          {
            action: 'announce',
            channel: 'online',
            prepared: ['file', 'letterToCounsellor', 'probationPapers'],
            probationEndsOn: '2027-12-01',
          },
          alone,
          'party',
        )
        return
      case 'request':
        await this.#act(step, member, { action: 'request', claimed: claimOf(fields) }, alone)
        return
      case 'requestOther':
        await this.#act(step, member, { action: 'request', claimed: { ...claimOf(fields), name: '别人' } }, alone)
        return
      case 'requestUnknown': {
        const transfer = await open()
        if (transfer === undefined) return
        const { id, version } = transfer
        // Repeated it answers well and writes nothing.
        await ask('transfer.act', { id, version, commandId: this.#command(), action: 'request' })
        return
      }
      case 'withdraw':
        await this.#act(step, member, { action: 'withdraw' }, alone, step.pick % 2 === 0 ? 'league' : 'party')
        return
      case 'declare': {
        const transfer = await open()
        const said = step.pick % 3 === 0 ? { submittedEarly: step.pick % 2 === 0 } : { officialRegistration: true }
        if (transfer !== undefined) await ask('transfer.declare', { id: transfer.id, ...said })
        return
      }
      case 'precheck': {
        const transfer = await open()
        if (transfer !== undefined) await ask('transfer.precheck', { id: transfer.id, claimed: claimOf(fields) })
        return
      }
      case 'invite': {
        const transfer = await open()
        const reply = transfer === undefined ? undefined : await ask('transfer.invite', { id: transfer.id })
        if (reply?.ok === true) member.link = reply.value as { token: string; expiresAt: string }
        return
      }
      case 'linkCheck':
      case 'linkRequest': {
        const claimed = step.pick % 3 === 0 ? { ...claimOf(fields), name: '别人' } : claimOf(fields)
        const { token, expiresAt } = member.link ?? { token: 'none', expiresAt: '' }
        const over = Date.parse(expiresAt) <= cloud.earliest()
        const input = { token, claimed, organisation, commandId: this.#command() }
        const reply = await this.#ask('member', step.deed === 'linkCheck' ? 'invite.check' : 'invite.request', input)
        if (over && reply?.ok === true) this.seen.wrong.push(`${step.deed}: accepted though the link is over`)
        return
      }
      case 'password':
        await ask('account.password', { username: `member${String(step.who)}`, password: PASSWORD })
        return
      case 'login': {
        const input = { login: `member${String(step.who)}`, password: PASSWORD }
        const reply = await this.#ask('member', 'account.login', input, member.other)
        if (reply?.ok === true) [member.openid, member.other] = [member.other, member.openid]
        return
      }
      case 'unbind':
        this.seen.left.add(openid)
        await ask('account.unbind', {})
        return
      case 'allow': {
        const transfer = await open(step.pick % 4 === 0 ? 'party' : 'league')
        if (transfer === undefined) return
        const kinds = ['answered', 'waitOver', 'result', 'nudge']
        await cloud.allow(
          openid,
          localWechat.templates.map(({ id }) => id),
        )
        const reply = await ask('reminder.allow', { id: transfer.id, kinds })
        if (reply?.ok === true)
          for (const kind of (reply.value as { allowed: ReminderKind[] }).allowed)
            this.seen.granted.push({ transferId: transfer.id, openid, kind, at: cloud.latest() })
        for (const { title } of localWechat.templates) {
          const key = `${openid} ${title}`
          this.seen.allowed.set(key, (this.seen.allowed.get(key) ?? 0) + 1)
        }
        return
      }
      case 'erase':
        for (const one of [openid, member.other]) this.seen.left.add(one)
        await ask('account.erase', { confirm: true })
        return
      case 'approve':
        await this.#decide(step, { verdict: 'approve', officiallyApproved: true }, alone)
        return
      case 'approveAll':
        await this.#decide(step, { verdict: 'approve', officiallyApproved: true }, alone, SECRETARY, 'all')
        return
      case 'return':
        await this.#decide(
          step,
          { verdict: 'return', reason: '请写全名' },
          alone,
          step.pick % 3 === 0 ? PARTY_SECRETARY : SECRETARY,
        )
        return
      case 'confirm':
        await this.#decide(step, { verdict: 'confirm', result: 'success' }, alone)
        return
      case 'confirmFailure':
        await this.#decide(step, { verdict: 'confirm', result: 'failure', reason: '信息不一致' }, alone)
        return
      case 'undo':
        await this.#decide(
          step,
          { verdict: 'undo', officiallyApproved: true },
          alone,
          step.pick % 3 === 0 ? PARTY_SECRETARY : SECRETARY,
        )
        return
      case 'receive': {
        const facts = [['online'], ['materials'], ['probationPapers'], ['online', 'materials', 'probationPapers']]
        const checked = facts[step.pick % facts.length] ?? []
        await this.#decide(step, { verdict: 'receive', checked }, alone, PARTY_SECRETARY)
        return
      }
      case 'remind': {
        const transfer = await open()
        if (transfer !== undefined) await this.#ask('secretary', 'desk.remind', { ids: [transfer.id] }, SECRETARY)
        return
      }
      case 'recoveryCode': {
        const transfer = await open()
        const input = { id: transfer?.id ?? 'none', why: '手机丢失' }
        await this.#ask('secretary', 'desk.recoveryCode', input, SECRETARY)
        return
      }
      case 'province':
        await this.#province(step, member)
        return
      case 'roster': {
        const importId = `import-${String(++this.#imports)}`
        const rows = this.#members.map(({ person: { name, idNumber } }, i) => ({
          name,
          studentNumber: `2024000${String(i)}`,
          ...(step.pick % 2 === 0 ? { idNumber } : { last4: idNumber.slice(-4) }),
        }))
        await this.#ask('secretary', 'roster.import', { branchId: LEAGUE, importId, rows }, SECRETARY)
        return
      }
      case 'rosterUndo': {
        const importId = `import-${String(this.#imports)}`
        await this.#ask('secretary', 'roster.undo', { importId, why: '导错了' }, SECRETARY)
        return
      }
      case 'rosterRemove': {
        const reply = await this.#ask('secretary', 'roster.gaps', { branchId: LEAGUE }, SECRETARY)
        const items = reply?.ok === true ? (reply.value as { items: GapItem[] }).items : []
        const keys = items.slice(0, 1 + (step.pick % 2)).map(({ key }) => key)
        if (keys.length > 0) await this.#ask('secretary', 'roster.remove', { branchId: LEAGUE, keys }, SECRETARY)
        return
      }
      case 'claimNumber':
        await this.#claim(step, fields)
        return
      case 'release':
        await this.#release(step)
        return
      case 'staffInvite':
        await this.#offices.invite(step.pick)
        return
      case 'staffAccept':
        await this.#offices.accept(step.pick)
        return
      case 'staffUninvite':
        await this.#offices.uninvite(step.pick)
        return
      case 'staffGrant': {
        const transfer = await open()
        if (transfer !== undefined) await this.#offices.grant(transfer.id, step.pick)
        return
      }
      case 'staffRemove':
        await this.#offices.remove(step.pick)
        return
      case 'hour':
      case 'day':
      case 'week':
        await this.#advance(TIMES[step.deed], alone)
        return
    }
  }

  /** Somebody else registers with a member's number; once it is free, he begins a transfer. */
  async #claim(step: Step, fields: MadeUpPerson): Promise<void> {
    const openid = `claimant-${String(step.who)}`
    const other = { ...fields, name: `${fields.name}乙`, phone: `1980001000${String(step.who)}`, consent: CONSENT }
    const reply = await this.#ask('member', 'account.register', other, openid)
    if (reply?.ok === false && reply.error.code === 'ID_TAKEN') this.seen.contested.add(fields.name)
    if (reply?.ok !== true || step.pick % 2 === 0) return
    const input = { kind: 'league', branchId: LEAGUE, origin: 'province', commandId: this.#command() }
    await this.#ask('member', 'transfer.start', input, openid)
  }

  async #release({ pick }: Step): Promise<void> {
    // Of somebody without a transfer the administrator alone knows.
    const [openid, branchId] = pick % 3 === 0 ? [ADMINISTRATOR, '*'] : [SECRETARY, LEAGUE]
    const reply = await this.#ask('secretary', 'desk.conflicts', { branchId }, openid)
    const items = reply?.ok === true ? (reply.value as { items: ConflictItem[] }).items : []
    const one = items[pick % Math.max(1, items.length)]
    if (one !== undefined) await this.#ask('secretary', 'desk.release', { conflictId: one.id, why: '已核对' }, openid)
  }

  /** A request of the outside system, sent again as it is where no answer came. */
  async #province({ pick }: Step, { person: fields }: Member): Promise<void> {
    const { privateKey } = await signingKey()
    const claims = pick % 3 === 0 ? { ...claimOf(fields), name: '别人' } : claimOf(fields)
    for (let i = 0; i <= TRIES; i += 1) {
      const iat = Math.floor(this.cloud.earliest() / 1000)
      const envelope = { iss: 'hebei', aud: this.#audience, iat, exp: iat + 240, jti: this.#command() }
      const payload = { ...envelope, ...claims, branchSystemId: '5324992' }
      const jws = await new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', kid: this.#kid })
        .sign(privateKey)
      const status = await this.cloud.province(jws)
      if (status === 200 || status === 401) return
      if (status === undefined) await pause(250 * (i + 1))
      else await this.cloud.calm()
    }
  }
}
