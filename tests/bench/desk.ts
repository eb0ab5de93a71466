import { once } from 'node:events'
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DeskItem, InputOf, OpOf, Reply, RosterRow, Stage, ValueOf } from '../../cloudfunctions/contract'
import { GAPS_AT_ONCE, PEOPLE_AT_ONCE, ROSTER_ROWS } from '../../miniprogram/limits'
import { cohortMember } from '../support/cohort'
import { filesOf } from './against'
import type { DatabaseAsked, DeskCloud, Order } from './desk-cloud'
import { median, row, timed } from './measure'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const CHILD = fileURLToPath(new URL('desk-cloud.ts', import.meta.url))
const ON_ROSTER = ROSTER_ROWS.file
/** Slow enough that what is asked at once overlaps, whatever else the machine does. */
const SLOW_MS = 60

const ROSTER: readonly RosterRow[] = Array.from({ length: ON_ROSTER }, (_, n) => cohortMember(n))

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** A tree's branch of thousands, as its desk calls it. */
class Desk {
  /** How many calls were made. */
  calls = 0

  private constructor(
    private readonly child: ChildProcess,
    private readonly cloud: DeskCloud,
  ) {}

  static async open(tree: string): Promise<Desk> {
    const child = fork(CHILD, [tree], {
      cwd: tree,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the desk of ${tree} did not start`)
    })
    const [cloud] = (await Promise.race([once(child, 'message'), ended])) as [DeskCloud]
    return new Desk(child, cloud)
  }

  async call<O extends OpOf<'secretary'>>(
    op: O,
    input: Omit<InputOf<'secretary', O>, 'branchId'>,
  ): Promise<ValueOf<'secretary', O>> {
    const { url, branchId, secretary } = this.cloud
    this.calls += 1
    const reply = await fetch(`${url}/functions/secretary`, {
      method: 'POST',
      headers: { 'x-local-openid': secretary },
      body: JSON.stringify({ op, input: { branchId, ...input } }),
    })
    const { ok, ...rest } = (await reply.json()) as Reply<ValueOf<'secretary', O>>
    if (!ok || !('value' in rest)) throw new Error(`${op}: refused`)
    return rest.value
  }

  /** What one call of this work asks the database. */
  async asked(work: () => Promise<unknown>): Promise<DatabaseAsked> {
    await this.#order({ slow: SLOW_MS })
    await work()
    return this.#order({ slow: 0 })
  }
  async #order(order: Order): Promise<DatabaseAsked> {
    this.child.send(order)
    const [asked] = (await once(this.child, 'message')) as [DatabaseAsked]
    return asked
  }

  /** The cloud takes its folder with it. */
  async close(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.disconnect()
    await gone
  }
}

const importing = async (desk: Desk, importId: string, dryRun: boolean, rows = ROSTER): Promise<void> => {
  for (const part of inParts(rows, ROSTER_ROWS.call)) await desk.call('roster.import', { importId, rows: part, dryRun })
}

/** Takes everybody off the roster again, so that the next import is like the first. */
const emptied = async (desk: Desk): Promise<void> => {
  const keys = ROSTER.map(({ idNumber = '' }) => idNumber)
  for (const part of inParts(keys, ROSTER_ROWS.call)) await desk.call('roster.remove', { keys: part })
}

/** Every gap there is; a tree that knows groups is asked for one after the other, as its page does. */
const everyGap = async (desk: Desk, groups: readonly (Stage | 'notRegistered' | undefined)[]): Promise<number> => {
  let found = 0
  for (const group of groups) {
    let cursor: string | undefined
    do {
      const page = await desk.call('roster.gaps', {
        ...(group === undefined ? {} : { group, limit: GAPS_AT_ONCE }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      found += page.items.length
      cursor = page.next
    } while (cursor !== undefined)
  }
  return found
}
const GROUPS = ['notRegistered', 'registered', 'approved', 'returned', 'failed', 'withdrawn'] as const
const groupsOf = async (desk: Desk): Promise<readonly (Stage | 'notRegistered' | undefined)[]> => {
  const { items } = await desk.call('roster.gaps', { limit: 1 })
  return items.length === 1 ? GROUPS : [undefined]
}

const everybody = async (desk: Desk): Promise<DeskItem[]> => {
  const all: DeskItem[] = []
  let cursor: string | undefined
  do {
    const more = cursor === undefined ? {} : { cursor }
    const page = await desk.call('desk.list', { stage: 'registered', limit: PEOPLE_AT_ONCE, ...more })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return all
}
const approved = async (desk: Desk, commandId: string): Promise<void> => {
  const items = (await everybody(desk)).map(
    ({ id, version }) => ({ id, version, verdict: 'approve', officiallyApproved: true }) as const,
  )
  for (const part of inParts(items, PEOPLE_AT_ONCE)) await desk.call('desk.decide', { items: part, commandId })
}

interface Work {
  what: string
  rounds: number
  goal: string
  /** `round` is another number each time, to name what must be new. */
  run: (desk: Desk, round: number) => Promise<unknown>
  /** One call of it, whose requests are counted. */
  one?: (desk: Desk) => Promise<unknown>
  /** Between two rounds, not measured. */
  after?: (desk: Desk) => Promise<unknown>
}

const seconds = (ms: number): string => (ms < 100 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`)

/** Measures both in turn, each time the other one first, and says the medians and how they stand to each other. */
const measured = async ({ what, rounds, goal, run, one, after }: Work, desks: readonly Desk[]): Promise<void> => {
  const times = desks.map((): number[] => [])
  const calls = desks.map(() => 0)
  for (let round = 0; round <= rounds; round += 1) {
    const order = [...desks.entries()]
    if (round % 2 === 1) order.reverse()
    for (const [i, desk] of order) {
      desk.calls = 0
      const elapsed = await timed(() => run(desk, round))
      calls[i] = desk.calls
      // The first is to warm up, where there are more.
      if (round > 0 || rounds === 0) times[i]?.push(elapsed)
      await after?.(desk)
    }
  }
  const [ours = [], theirs] = times
  const [ourDesk] = desks
  const asked = one === undefined || ourDesk === undefined ? undefined : await ourDesk.asked(() => one(ourDesk))
  const count = asked === undefined ? '' : `; a call asks ${String(asked.requests)} in ${String(asked.rounds)} rounds`
  const told = `${seconds(median(ours))} in ${String(calls[0] ?? 0)} calls${count}`
  if (theirs === undefined) {
    row(what, told, '')
    return
  }
  const ratios = ours.map((value, i) => value / (theirs[i] ?? Number.NaN))
  row(
    what,
    `${median(ratios).toFixed(2)}: ${told}, against ${seconds(median(theirs))} in ${String(calls[1] ?? 0)}`,
    goal,
  )
}

const HALF = '0.5'
const works = (groups: ReadonlyMap<Desk, readonly (Stage | 'notRegistered' | undefined)[]>) => {
  const list = (desk: Desk) => desk.call('desk.list', { stage: 'registered', limit: 20 })
  const found = (desk: Desk) => desk.call('desk.list', { text: cohortMember(700).name.slice(0, 2) })
  const summary = (desk: Desk) => desk.call('desk.summary', {})
  const exported = (desk: Desk) => desk.call('desk.export', { why: 'bench' })
  const gap = (desk: Desk) => desk.call('roster.gaps', { group: 'registered', limit: GAPS_AT_ONCE })
  const empty: Work[] = [
    {
      what: `preview of an import of ${String(ON_ROSTER)}`,
      rounds: 5,
      goal: HALF,
      run: (desk, round) => importing(desk, `preview-${String(round)}`, true),
      one: (desk) => importing(desk, 'preview', true, ROSTER.slice(0, ROSTER_ROWS.call)),
    },
    {
      what: `import of ${String(ON_ROSTER)}`,
      rounds: 3,
      goal: HALF,
      run: (desk, round) => importing(desk, `import-${String(round)}`, false),
      after: emptied,
      one: (desk) => importing(desk, 'import', false, ROSTER.slice(0, ROSTER_ROWS.call)),
    },
  ]
  const full: Work[] = [
    {
      what: 'preview of the same list once more',
      rounds: 5,
      goal: '1',
      run: (desk, round) => importing(desk, `again-${String(round)}`, true),
      one: (desk) => importing(desk, 'again', true, ROSTER.slice(0, ROSTER_ROWS.call)),
    },
    {
      what: 'all gaps',
      rounds: 9,
      goal: HALF,
      run: (desk) => everyGap(desk, groups.get(desk) ?? [undefined]),
      one: gap,
    },
    { what: 'export', rounds: 9, goal: HALF, run: exported, one: exported },
    { what: 'summary', rounds: 15, goal: '1', run: summary, one: summary },
    { what: 'list', rounds: 15, goal: '1', run: list, one: list },
    { what: 'search', rounds: 15, goal: '1', run: found, one: found },
  ]
  const last: Work[] = [
    { what: 'approvals of everybody', rounds: 0, goal: '1', run: (desk) => approved(desk, 'bench-approvals') },
  ]
  return { empty, full, last }
}

const load = (): string =>
  loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')

/**
 * The desk of a branch with 5,000 on its roster, of whom 3,000 have registered: this tree, and beside it, where a commit
 * is named, that commit's functions on that commit's local cloud, called in turn. Below 1 this one is the faster.
 */
export const deskOfThousands = async (commit: string | undefined): Promise<void> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-desk-'))
  const desks: Desk[] = []
  try {
    row('load before, of 1, 5 and 15 minutes', load(), '')
    for (const tree of [PROJECT, ...(commit === undefined ? [] : [filesOf(commit, folder)])])
      desks.push(await Desk.open(tree))
    const groups = new Map<Desk, readonly (Stage | 'notRegistered' | undefined)[]>()
    const { empty, full, last } = works(groups)
    for (const work of empty) await measured(work, desks)
    for (const desk of desks) {
      await emptied(desk)
      await importing(desk, 'whole', false)
      groups.set(desk, await groupsOf(desk))
    }
    for (const work of full) await measured(work, desks)
    for (const work of last) await measured(work, desks)
    row('load after', load(), '')
  } finally {
    await Promise.all(desks.map((desk) => desk.close()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
