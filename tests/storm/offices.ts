import type { Reply, StaffView } from '../../cloudfunctions/contract'
import { LEAGUE } from '../support/client'

/** Asks until it is known what became of it; undefined where it never was. */
export type Ask = (op: string, input: unknown, openid: string) => Promise<Reply<unknown> | undefined>

/** Rights at a desk as people were told of them. */
export interface ToldRights {
  /** Accepted by a code, and nobody was told that it was taken away. */
  there: Set<string>
  gone: Set<string>
}

const ROLES = ['cadre', 'counsellor', 'secretary'] as const
/** So many people who hold no account come to the desk by a code. */
const NEWCOMERS = 2

/** Who may do what at a branch: invited, come by a code, granted and taken away. */
export class Offices {
  readonly told: ToldRights = { there: new Set(), gone: new Set() }
  readonly #codes: string[] = []

  constructor(
    private readonly ask: Ask,
    private readonly by: { secretary: string; administrator: string },
  ) {}

  async invite(pick: number): Promise<void> {
    const input = { branchId: LEAGUE, role: ROLES[pick % ROLES.length] }
    const reply = await this.ask('staff.invite', input, this.by.secretary)
    if (reply?.ok === true) this.#codes.push((reply.value as { code: string }).code)
  }

  /** With the newest code, or with one that was used before. */
  async accept(pick: number): Promise<void> {
    const code = pick % 5 === 0 ? this.#codes[0] : this.#codes.pop()
    if (code === undefined) return
    const reply = await this.ask('staff.accept', { code, name: '新来的' }, `newcomer-${String(pick % NEWCOMERS)}`)
    if (reply?.ok === true) this.told.there.add((reply.value as StaffView).id)
  }

  async uninvite(pick: number): Promise<void> {
    const open = await this.ask('staff.invitations', { branchId: LEAGUE }, this.by.secretary)
    const items = open?.ok === true ? (open.value as { items: { id: string }[] }).items : []
    const one = items[pick % Math.max(1, items.length)]
    if (one !== undefined) await this.ask('staff.uninvite', { id: one.id }, this.by.secretary)
  }

  async grant(transferId: string, pick: number): Promise<void> {
    await this.ask('staff.grant', { transferId, role: ROLES[pick % ROLES.length] }, this.by.secretary)
  }

  /** Whoever it is, the only secretary among them: that is refused. */
  async remove(pick: number): Promise<void> {
    const list = await this.ask('staff.list', { branchId: LEAGUE }, this.by.administrator)
    const items = list?.ok === true ? (list.value as { items: { id: string; role: string }[] }).items : []
    // Those of the seed are needed for what comes after.
    const came = items.filter(({ id }) => this.told.there.has(id) || pick % 2 === 0)
    const one = came[pick % Math.max(1, came.length)]
    if (one === undefined || (one.role === 'secretary' && !this.told.there.has(one.id))) return
    const reply = await this.ask('staff.remove', { branchId: LEAGUE, id: one.id }, this.by.administrator)
    if (reply?.ok === true || reply?.error.code === 'NOT_FOUND') this.told.gone.add(one.id)
  }
}
