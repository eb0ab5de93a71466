import { begin, findWay } from '../../journeys/way'
import { LEAGUE } from '../../support/client'
import { wangFang, zhangMei } from '../../support/people'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import type { Life } from '../story'

interface Paths {
  readonly transfer: string
  readonly party: string
}
type Page = (happened: Paths) => Pick<Shot, 'who' | 'path'>

const member =
  (path: (ids: Paths) => string): Page =>
  (ids) => ({ who: 'student', path: `pages/${path(ids)}` })
const atDesk =
  (page: string, who = 'local-league-secretary', branch: string = LEAGUE): Page =>
  () => ({ who, path: `desk/${page}/${page}?branch=${branch}` })

/** A member's pages that ask the server what there is before they show anything. */
const MEMBERS: Readonly<Record<string, Page>> = {
  route: member(() => 'route/route?add=party'),
  registration: member(() => 'register/register'),
  transfer: member(({ transfer }) => `transfer/transfer?id=${transfer}`),
  request: member(({ transfer }) => `request/request?id=${transfer}`),
  amend: member(({ transfer }) => `amend/amend?id=${transfer}`),
  announce: member(({ party }) => `announce/announce?id=${party}`),
  link: member(({ transfer }) => `link/link?id=${transfer}`),
  invite: member(() => 'invite/invite?token=nothing'),
  notice: member(() => 'notice/notice'),
  letter: member(() => 'letter/letter'),
  account: member(() => 'account/account'),
  password: member(() => 'account/password/password'),
  erase: member(() => 'account/erase/erase'),
}
/** And the desk's. */
const DESK: Readonly<Record<string, Page>> = {
  case: ({ transfer }) => ({ who: 'local-league-secretary', path: `desk/case/case?id=${transfer}` }),
  'desk-summary': atDesk('summary'),
  'desk-gaps': atDesk('gaps'),
  'desk-roster': atDesk('roster'),
  'desk-export': atDesk('export'),
  'desk-conflicts': atDesk('conflicts'),
  'desk-branch': atDesk('branch'),
  'desk-staff': atDesk('staff'),
  'desk-audit': atDesk('audit'),
  'desk-provinces': atDesk('provinces', 'local-admin', '*'),
}

const inState = (
  pages: Readonly<Record<string, Page>>,
  state: string,
  how: Pick<Shot, 'sees' | 'replies'>,
): Record<string, (happened: Paths) => Shot> =>
  Object.fromEntries(
    Object.entries(pages).map(([name, page]) => [
      `${name}-${state}`,
      (happened: Paths): Shot => ({ ...page(happened), ...how }),
    ]),
  )

/** Nothing was answered; the first page and the queue have these pictures among their own. */
export const interruptions = chapter(
  'Without a reply',
  async (story) => {
    const league = await story.asks('student', { ...zhangMei, party: 'full' })
    const party = await league.asks('09-03 09:40', { kind: 'party' })
    return { transfer: league.transfer.id, party: party.transfer.id }
  },
  {
    ...inState({ ...MEMBERS, ...DESK }, 'offline', { sees: '没有连上网络', replies: 'lost' }),
    ...inState(MEMBERS, 'loading', { sees: /学院的指引/u, replies: 'never' }),
    'transfer-broken': ({ transfer }) => ({
      who: 'student',
      path: `pages/transfer/transfer?id=${transfer}`,
      sees: '没有办成',
      replies: 'broken',
    }),
  },
)

interface Met {
  readonly one: Life
  readonly other: Life
}

/** Somebody looks at what is another's, or may only look. */
export const strangers = chapter(
  'Not theirs',
  async (story) => {
    const one = await story.asks('one', zhangMei)
    const other = await story.registers('other', wangFang)
    return { one, other }
  },
  {
    'transfer-not-yours': ({ one, other }) => ({
      who: other.openid,
      path: `pages/transfer/transfer?id=${one.transfer.id}`,
      sees: '没有找到该申请，或你无权查看。',
    }),
    ...Object.fromEntries(
      ['request', 'amend', 'link', 'announce'].map((page) => [
        `${page}-not-yours`,
        ({ one, other }: Met): Shot => ({
          who: other.openid,
          path: `pages/${page}/${page}?id=${one.transfer.id}`,
          sees: '没有找到该申请，或你无权查看。',
        }),
      ]),
    ),
    'password-nobody': () => ({ who: 'nobody', path: 'pages/account/password/password', sees: '不能办理' }),
    'erase-nobody': () => ({ who: 'nobody', path: 'pages/account/erase/erase', sees: '不能办理' }),
    'register-already-open': ({ one }) => ({
      who: one.openid,
      path: 'pages/route/route',
      leadsTo: 'pages/register/register',
      sees: '不能办理',
      then: async (phone) => {
        await findWay(phone)
        await begin(phone)
      },
    }),
    'case-not-staff': ({ one, other }) => ({
      who: other.openid,
      path: `desk/case/case?id=${one.transfer.id}`,
      sees: /没有找到|工作人员/u,
    }),
    'desk-summary-not-staff': ({ other }) => ({
      who: other.openid,
      path: `desk/summary/summary?branch=${LEAGUE}`,
      sees: '你还不是工作人员',
    }),
    'desk-other-branch': () => ({
      who: 'local-party-secretary',
      path: `desk/gaps/gaps?branch=${LEAGUE}`,
      sees: /没有找到这个工作台/u,
    }),
  },
)
