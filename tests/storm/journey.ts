import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'
import type { DecideOutcome, Reply, TransferView } from '../../cloudfunctions/contract'
import { localWechat } from '../../preview/seed/wechat'
import { CONSENT, LEAGUE, PARTY, person } from '../support/client'
import { claimOf, type MadeUpPerson } from '../support/people'
import { LATE_MS } from './orders'
import { MEMBERS, type Deed, type Step } from './steps'
import type { StormCloud } from './storm-cloud'

const SECRETARY = 'local-league-secretary'
const PARTY_SECRETARY = 'local-party-secretary'
const ADMINISTRATOR = 'local-admin'
const PASSWORD = 'correct horse battery'
/** So often a client asks again where it was not told what became of it. */
const TRIES = 8

/** A command that somebody was told is done: it must stand in the log of the transfer, once. */
export interface Told {
  transferId: string
  commandId: string
  deed: Deed
}

/** What was seen from outside. */
export interface Seen {
  told: Told[]
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
  token?: string
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
  readonly seen: Seen = { told: [], allowed: new Map(), wrong: [] }
  readonly #members: Member[]
  readonly #versions = new Map<string, number>()
  #commands = 0
  #imports = 0
  #late = false
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
  }

  async run(steps: readonly Step[]): Promise<void> {
    const { jwk } = await signingKey()
    const input = { code: 'hebei', name: '河北', publicKey: jwk }
    const reply = await this.#ask('secretary', 'province.register', input, ADMINISTRATOR)
    if (reply?.ok === true) this.#kid = (reply.value as { kid: string }).kid
    this.#audience = await this.cloud.audience()
    for (let i = 0; i < steps.length; i += 1) {
      const group = [steps[i]]
      while (group.at(-1)?.atOnce === true && i + 1 < steps.length) group.push(steps[++i])
      await this.#together(group.filter((step) => step !== undefined))
    }
    if (this.#late) await pause(LATE_MS)
    // What is due now is sent, and what a run left in hand is put aside.
    for (let i = 0; i < 2; i += 1) await this.cloud.advance('PT1M')
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
        this.#late = true
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
        if (reply?.ok === true) member.token = (reply.value as { token: string }).token
        return
      }
      case 'linkCheck':
      case 'linkRequest': {
        const claimed = step.pick % 3 === 0 ? { ...claimOf(fields), name: '别人' } : claimOf(fields)
        const input = { token: member.token ?? 'none', claimed, organisation, commandId: this.#command() }
        await this.#ask('member', step.deed === 'linkCheck' ? 'invite.check' : 'invite.request', input)
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
        await ask('reminder.allow', { id: transfer.id, kinds })
        for (const { title } of localWechat.templates) {
          const key = `${openid} ${title}`
          this.seen.allowed.set(key, (this.seen.allowed.get(key) ?? 0) + 1)
        }
        return
      }
      case 'erase':
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
      case 'hour':
      case 'day':
        await cloud.advance(step.deed === 'hour' ? 'PT1H' : 'PT25H').catch(() => undefined)
        return
    }
  }

  /** A request of the outside system, sent again as it is where no answer came. */
  async #province({ pick }: Step, { person: fields }: Member): Promise<void> {
    const { privateKey } = await signingKey()
    const claims = pick % 3 === 0 ? { ...claimOf(fields), name: '别人' } : claimOf(fields)
    for (let i = 0; i <= TRIES; i += 1) {
      const iat = Math.floor(this.cloud.now() / 1000)
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
