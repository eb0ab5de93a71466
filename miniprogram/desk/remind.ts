/** Reminds many by WeChat: how far it came is known, it can be stopped, and goes on with those who are left. */
import type { Unreached, ValueOf } from '../../cloudfunctions/contract'
import { call, type CallFailure, type CallReply } from '../cloud'
import { inCalls, mayHaveBeenDone } from './act'

type Reminded = ValueOf<'secretary', 'desk.remind'>

interface Outcome {
  id: string
  /** Why not; nothing where the message is on its way. */
  why?: Unreached
}

async function send(people: { id: string }[]): Promise<CallReply<Outcome[]>> {
  const reply = await call('secretary', 'desk.remind', { ids: people.map(({ id }) => id) })
  if (!reply.ok) return reply
  const { reached, unreached } = reply.value
  return { ok: true, value: [...reached.map((id) => ({ id })), ...unreached] }
}

/** One reminding of many, through what breaks off. */
export class Reminding {
  readonly #outcomes: Outcome[] = []
  #left: string[]
  /** To whom a call was sent that nobody answered: it may have reached them. */
  readonly #unknown = new Set<string>()
  #stopping = false

  constructor(
    private readonly ids: readonly string[],
    private readonly progress: (answered: number, all: number) => void,
  ) {
    this.#left = [...ids]
  }

  /** Reminds those who are left; answers why it stopped, null where everybody was answered for or it was told to stop. */
  async run(): Promise<CallFailure | null> {
    this.#stopping = false
    const before = this.#outcomes.length
    const show = (answered: number): void => {
      this.progress(before + answered, this.ids.length)
    }
    show(0)
    const run = await inCalls(
      this.#left.map((id) => ({ id })),
      { send, isMissed: ({ why }) => why === 'tryAgain' },
      { progress: show, stopped: () => this.#stopping },
    )
    this.#outcomes.push(...run.outcomes)
    for (const { id } of run.unknown) this.#unknown.add(id)
    this.#left = [...run.unknown, ...run.unsent].map(({ id }) => id)
    return run.failure
  }

  /** Ends after the call that is under way. */
  stop(): void {
    this.#stopping = true
  }

  /** What is known: whoever was reminded lately and to whom a call got lost was reached by that one. */
  get reminded(): Reminded {
    const isReached = ({ id, why }: Outcome): boolean =>
      why === undefined || (why === 'lately' && this.#unknown.has(id))
    return {
      reached: this.#outcomes.filter(isReached).map(({ id }) => id),
      unreached: this.#outcomes.flatMap(({ id, why }) =>
        why === undefined || isReached({ id, why }) ? [] : [{ id, why }],
      ),
    }
  }

  /** How many are left, and can be reminded now after this failure or a stop. */
  leftAfter(failure: CallFailure | null): { left: number; goesOn: boolean } {
    const left = this.#left.length
    return { left, goesOn: left > 0 && (failure === null || mayHaveBeenDone(failure)) }
  }
}
