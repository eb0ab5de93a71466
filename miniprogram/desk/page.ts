/**
 * What the pages of the desk repeat: to enter a branch's desk, or choose one, or be refused; to load, try again and
 * refresh. A page is made by `deskPage` in place of `Page` and adds `read`, which asks for what it shows; it may say who
 * has business there (`needs`), offer the desks to choose from (`chooses`) and do something before (`begin`, `entered`).
 * Its WXML begins with `<screen stale="{{stale}}" state="{{state}}" problem="{{problem}}" bind:retry="onRetry">`.
 */
import { serverNow } from '../clock'
import type { CallFailure } from '../cloud'
import type { Tap } from '../events'
import type { Tone, Problem } from '../texts'
import {
  choicesOf,
  deskNotLoaded,
  deskProblem,
  entranceOf,
  loadDesks,
  opensFiles,
  type Desk,
  type DeskChoice,
  type Entrance,
} from './desk'
import { deskFailureText } from './texts/desk'

/** What is said once of what was just done, or was not. */
export interface Notice {
  text: string
  tone: Tone
}

export const NO_NOTICE: Notice = { text: '', tone: 'done' }

/** A failure of something that was asked for on a page that stays. */
export function failureNotice(failure: CallFailure): Notice {
  return { text: deskFailureText(failure), tone: 'bad' }
}

/** The page data that every page of the desk has. */
interface Frame {
  state: 'loading' | 'ready' | 'problem'
  /** In place of the content, at state `problem`. */
  problem: Problem | null
  /** What the branch is called. */
  name: string
  /** There are other desks to go to. */
  several: boolean
  /** This person administers all branches. */
  administrator: boolean
  /** The desks to choose from, in place of the content. */
  choices: DeskChoice[]
  /** Why what is shown could not be read anew, and how old it is. */
  stale: string
}

function frame(): Frame {
  return {
    state: 'loading',
    problem: null,
    name: '',
    several: false,
    administrator: false,
    choices: [],
    stale: '',
  }
}

/** Why what a page shows could not be read; null where it was. */
export type Reading = Promise<CallFailure | null>

/** What a page says of itself. */
interface Own {
  /** Whose page it is: of those who may open files, or of those who decide; of everybody at the desk where not said. */
  needs?: 'opens' | 'decides'
  /** Where the address names no branch and there are several desks, they are offered. */
  chooses?: boolean
  /** The desk that the page is always of, whatever its address says. */
  branchId?: string
  /** Before anything is asked; `query` is the page's address. */
  begin?: (query: Record<string, string | undefined>) => void
  /** The desk is entered, nothing of the page is read yet. */
  entered?: () => void
  /** Asks for what the page shows, and shows it; answers why that failed. */
  read: () => Reading
}

/** What `deskPage` gives to a page. */
interface Given {
  branchId: string
  /** When what is shown was read; 0 while nothing is. */
  loadedAt: number
  /** Where one is; before the desk is entered, nowhere. */
  entrance: Entrance
  /** All desks that this person may open. */
  desks: Desk[]
  /** The template by which WeChat can tell every morning how many wait; empty where there is none. */
  template: string
  onLoad(query: Record<string, string | undefined>): void
  /** Asks who I am at the desk, then reads the page. */
  enter(): Promise<void>
  /** Reads the page anew; what it shows stays where that fails. */
  refresh(): Promise<void>
  /** The desks to choose from take the place of the content. */
  offer(): void
  onDesk(tap: Tap<{ id: string }>): void
  onOtherDesk(): void
  onRetry(): void
  onPullDownRefresh(): Promise<void>
}

/** The page that the functions below find themselves in. */
type Shown = Own & Given & { data: Frame; setData(data: Partial<Frame>): void }

/** Nobody's desk. */
export const NOWHERE: Entrance = {
  desk: {
    id: '',
    name: '',
    kind: 'league',
    besideOfficial: false,
    joinable: false,
    closed: false,
    overdueAfterDays: 0,
    role: 'cadre',
  },
  decides: false,
  administrator: false,
  several: false,
}

function fail(page: Shown, failure: CallFailure): void {
  page.setData(deskNotLoaded(failure, page.loadedAt))
}

/** Whether somebody has business on a page of this need. */
function mayBeAt({ needs }: Own, { desk, decides }: Entrance): boolean {
  return needs === undefined || (needs === 'decides' ? decides : opensFiles(desk))
}

async function enterAt(page: Shown, entrance: Entrance): Promise<void> {
  if (!mayBeAt(page, entrance)) {
    page.setData({ state: 'problem', problem: deskProblem({ code: 'READ_ONLY' }) })
    return
  }
  const { desk, administrator, several } = entrance
  page.entrance = entrance
  page.loadedAt = 0
  page.branchId = desk.id
  page.setData({ name: desk.name, several, administrator, choices: [] })
  page.entered?.()
  await page.refresh()
}

const GIVEN = {
  branchId: '',
  entrance: NOWHERE,
  loadedAt: 0,
  desks: [] as Desk[],
  template: '',
  onLoad(this: Shown, query: Record<string, string | undefined>) {
    if (this.branchId === '') this.branchId = query.branch ?? ''
    this.begin?.(query)
    void this.enter()
  },
  async enter(this: Shown) {
    const reply = await loadDesks()
    if (!reply.ok) {
      fail(this, reply.error)
      return
    }
    this.desks = reply.desks
    this.template = reply.template
    const entrance = entranceOf(reply.desks, this.branchId)
    if (entrance !== null) await enterAt(this, entrance)
    else if (this.chooses === true && this.branchId === '') this.offer()
    else fail(this, { code: 'NOT_YOURS' })
  },
  async refresh(this: Shown) {
    const failure = await this.read()
    if (failure !== null) {
      fail(this, failure)
      return
    }
    this.loadedAt = serverNow()
    this.setData({ state: 'ready', stale: '' })
  },
  offer(this: Shown) {
    // Whoever may be here without any desk administers a deployment that has no branch yet.
    const administrator = this.desks.length === 0 || this.desks.some(({ role }) => role === 'administrator')
    this.branchId = ''
    this.entrance = NOWHERE
    this.setData({ state: 'ready', stale: '', name: '', administrator, choices: choicesOf(this.desks) })
  },
  onDesk(this: Shown, { currentTarget }: Tap<{ id: string }>) {
    const entrance = entranceOf(this.desks, currentTarget.dataset.id)
    if (entrance === null) return
    this.setData({ state: 'loading', choices: [] })
    void enterAt(this, entrance)
  },
  onOtherDesk(this: Shown) {
    this.offer()
  },
  onRetry(this: Shown) {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  async onPullDownRefresh(this: Shown) {
    await (this.entrance.desk.id === '' ? this.enter() : this.refresh())
    void wx.stopPullDownRefresh()
  },
}

type Instance<Data extends object, Custom extends object> = WechatMiniprogram.Page.Instance<
  Data & Frame,
  Custom & Given
>

/**
 * Makes a page of the desk. What it defines itself goes before what is given here. The page writes `read(): Reading` with
 * its type: without it the compiler cannot tell what else the page has, and says so of every line.
 */
export function deskPage<Data extends object, Custom extends object>(
  page: Custom & Own & { data: Data } & Partial<WechatMiniprogram.Page.ILifetime> & ThisType<Instance<Data, Custom>>,
): void {
  Page({ ...GIVEN, ...page, data: { ...frame(), ...page.data } })
}
