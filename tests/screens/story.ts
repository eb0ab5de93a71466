import type { Claimed, InputOf, RegistrationFields, TransferView } from '../../cloudfunctions/contract'
import { beijing } from '../support/builders'
import { type Act, addBranch, type Caller, leagueSecretary, partySecretary, Student, valueOf } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import type { MadeUpPerson } from '../support/people'

/** When all pictures are taken, by the Beijing clock; what happened before is told as `09-03 09:31`. */
const YEAR = '2024'
export const NOW = beijing(`${YEAR}-09-04 20:23:30`)
/** Things happen ten seconds after the minute, so that a slow machine does not reach the next one. */
const SECOND = ':10'

/** Tells what happened before a picture, through the real functions, each deed at its time. */
export class Story {
  constructor(readonly cloud: TestCloud) {}

  /** Moves the clock to a minute of that year. */
  async at(when: string): Promise<void> {
    await this.cloud.clock.set(new Date(beijing(`${YEAR}-${when}${SECOND}`)).toISOString())
  }
  async now(): Promise<void> {
    await this.cloud.clock.set(new Date(NOW).toISOString())
  }
  /** Somebody registers. */
  async registers(openid: string, person: RegistrationFields, when = '09-03 09:25'): Promise<Life> {
    await this.at(when)
    const student = new Student(this.cloud, openid, person as MadeUpPerson)
    valueOf(await student.register(person))
    return new Life(this, student)
  }
  /** Somebody registers and asks to join the League branch from outside Beijing, or what is given. */
  async asks(openid: string, person: RegistrationFields, when = '09-03 09:31', given: Start = {}): Promise<Life> {
    const life = await this.registers(openid, person, when)
    return life.asks(when, given)
  }
  branch(...given: Parameters<typeof addBranch> extends [unknown, ...infer Rest] ? Rest : never): string {
    return addBranch(this.cloud, ...given)
  }
}

type Start = Partial<InputOf<'member', 'transfer.start'>>

/** One person with the transfer that was started last. */
export class Life {
  #transfer: TransferView | null = null

  constructor(
    private readonly story: Story,
    readonly student: Student,
  ) {}

  get openid(): string {
    return this.student.openid ?? ''
  }
  get transfer(): TransferView {
    if (this.#transfer === null) throw new Error('nothing was started yet')
    return this.#transfer
  }
  get path(): string {
    return `pages/transfer/transfer?id=${this.transfer.id}`
  }
  async asks(when: string, given: Start = {}): Promise<this> {
    await this.story.at(when)
    this.#transfer = await this.student.started({ commandId: `${this.openid}-${when}`, ...given })
    return this
  }
  async acts(when: string, command: Act): Promise<this> {
    await this.story.at(when)
    this.#transfer = valueOf(await this.student.act(await this.#fresh(), command))
    return this
  }
  /** The outside organisation submitted this. */
  claims(when: string, claimed: Claimed = this.student.claim): Promise<this> {
    return this.acts(when, { action: 'request', claimed })
  }
  async decided(when: string, verdict: Record<string, unknown>): Promise<this> {
    await this.story.at(when)
    this.#transfer = await this.#secretary().decided(await this.#fresh(), verdict)
    return this
  }
  approved(when: string): Promise<this> {
    return this.decided(when, { verdict: 'approve', officiallyApproved: true })
  }
  returned(when: string, reason: string): Promise<this> {
    return this.decided(when, { verdict: 'return', reason })
  }
  confirmed(when: string, result: 'success' | 'failure', reason?: string): Promise<this> {
    return this.decided(when, { verdict: 'confirm', result, ...(reason === undefined ? {} : { reason }) })
  }

  #fresh(): Promise<TransferView> {
    return this.student.transfer(this.transfer.id)
  }
  #secretary(): Caller {
    const { kind } = this.transfer
    return kind === 'league' ? leagueSecretary(this.story.cloud) : partySecretary(this.story.cloud)
  }
}
