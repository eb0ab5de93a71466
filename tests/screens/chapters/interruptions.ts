import { LEAGUE } from '../../support/client'
import { wangFang, zhangMei } from '../../support/people'
import type { Shot } from '../camera'
import { chapter } from '../chapter'

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

/** Pages that ask the server what there is before they show anything. */
const ASKING: Readonly<Record<string, Page>> = {
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

/** Nothing was answered; the first page and the queue have these pictures among their own. */
export const interruptions = chapter(
  'Without a reply',
  async (story) => {
    const league = await story.asks('student', { ...zhangMei, party: 'full' })
    const party = await league.asks('09-03 09:40', { kind: 'party' })
    return { transfer: league.transfer.id, party: party.transfer.id }
  },
  Object.fromEntries(
    Object.entries(ASKING).map(([name, page]) => [
      `${name}-offline`,
      (happened: Paths): Shot => ({ ...page(happened), sees: '没有连上网络', replies: 'lost' }),
    ]),
  ),
)

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
      path: one.path,
      sees: '没有找到该申请，或你无权查看。',
    }),
    'request-not-yours': ({ one, other }) => ({
      who: other.openid,
      path: `pages/request/request?id=${one.transfer.id}`,
      sees: '没有找到该申请，或你无权查看。',
    }),
    'case-not-staff': ({ one, other }) => ({
      who: other.openid,
      path: `desk/case/case?id=${one.transfer.id}`,
      sees: /没有找到|工作人员/u,
    }),
    'desk-summary-not-staff': ({ other }) => ({
      who: other.openid,
      path: `desk/summary/summary?branch=${LEAGUE}`,
      sees: '你还不是支部工作人员',
    }),
    'desk-other-branch': () => ({
      who: 'local-party-secretary',
      path: `desk/gaps/gaps?branch=${LEAGUE}`,
      sees: /没有找到这个支部/u,
    }),
  },
)
