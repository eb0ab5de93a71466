import { addBranch, addStaff, administrator, LEAGUE, setBranch, valueOf } from '../../support/client'
import { ayguli, hoKaMing, liQiang, zhangMei } from '../../support/people'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { loseConnection } from '../rehearsal'
import { COHORT, ROSTER } from './cohort'

const ADMINISTRATOR = 'local-admin'
const SEARCHED = '支部名称，或姓名、学号、登记编号'
const SECRETARY = 'local-league-secretary'
const summary = (sees: Shot['sees'], then?: Shot['then'], who = SECRETARY): Shot => ({
  who,
  path: `desk/summary/summary?branch=${LEAGUE}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
const overview = (sees: Shot['sees'], then?: Shot['then']): Shot => ({
  who: ADMINISTRATOR,
  path: 'desk/overview/overview',
  sees,
  ...(then === undefined ? {} : { then }),
})

/** The figures of several weeks and of several branches, and people whose data go soon. */
export const figures = chapter(
  'Figures',
  async (story) => {
    await story.imports(LEAGUE, ROSTER)
    const official = await (await story.asks('official', zhangMei, '08-12 10:00')).approved('08-13 16:00')
    await official.claims('08-15 10:00')
    await official.confirmed('08-16 09:15', 'success')
    for (const [n, person] of COHORT.entries()) {
      const life = await story.asks(`cohort-${String(n)}`, person, `08-${String(18 + 2 * n)} 09:1${String(n)}`)
      if (n < 5) await life.approved(`08-${String(19 + 2 * n)} 10:0${String(n)}`)
    }
    await (await story.asks('waiting', ayguli, '09-02 10:00')).approved('09-04 14:05')
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    // Kept for 25 days: the first goes in a few.
    await setBranch(story.cloud, LEAGUE, { retentionDays: 25 })
    addBranch(story.cloud, 'mechanics', { shortName: '机械工程学院2024级临时团支部', fullName: '机械工程学院2024级' })
    addBranch(story.cloud, 'last-year', { shortName: '计通23级临时团支部', fullName: '计通23级' })
    await story.asks('elsewhere', liQiang, '09-03 11:00', { branchId: 'mechanics' })
    await story.at('09-04 09:00')
    valueOf(await administrator(story.cloud).desk('branch.close', { branchId: 'last-year' }))
  },
  {
    'desk-summary-erasing': () => summary(/到期删除/u),
    'desk-summary-morning': () =>
      summary(/会告诉你一次/u, async (phone) => {
        await phone.tap('明早 9 点用微信告诉我有几人待审核')
        await phone.answer('允许')
      }),
    'desk-overview': () => overview(/^截至/u),
    'desk-overview-found': () => overview('已关闭（往年）', (phone) => phone.fill(SEARCHED, '23级')),
    'desk-overview-nothing': () => overview(/^没有找到“哲学”/u, (phone) => phone.fill(SEARCHED, '哲学')),
    'desk-overview-people': () =>
      overview('机械工程学院2024级临时团支部', (phone) => phone.fill(SEARCHED, liQiang.name)),
    'desk-overview-people-lost': () =>
      overview('重试', async (phone) => {
        await phone.sees(/^截至/u)
        await phone.page.evaluate(loseConnection)
        await phone.fill(SEARCHED, liQiang.name)
      }),
    'desk-overview-loading': () => ({ ...overview(/学院的指引/u), replies: 'never' }),
    'desk-summary-choice': () => ({ who: ADMINISTRATOR, path: 'desk/summary/summary', sees: '全院' }),
  },
)

/** A deployment in which there is no branch yet. */
export const firstBranch = chapter(
  'The first branch',
  async (story) => {
    await story.cloud.empty()
    addStaff(story.cloud, 'first-administrator', '*', 'administrator')
  },
  {
    'desk-summary-first': () => ({
      who: 'first-administrator',
      path: 'desk/summary/summary',
      sees: '还没有团支部、党支部',
    }),
    'desk-overview-none': () => ({
      who: 'first-administrator',
      path: 'desk/overview/overview',
      sees: '还没有团支部、党支部。',
    }),
  },
)

const LAST_YEAR = 'last-year'
const ofLastYear = (page: string, sees: Shot['sees']): Shot => ({
  who: ADMINISTRATOR,
  path: `desk/${page}/${page}?branch=${LAST_YEAR}`,
  sees,
})

/** A closed branch of which everybody is erased: its figures are still there. */
export const lastYear = chapter(
  'Last year',
  async (story) => {
    addBranch(story.cloud, LAST_YEAR, { shortName: '计通23级临时团支部', fullName: '计通23级', retentionDays: 3 })
    const desk = administrator(story.cloud)
    for (const [n, person] of COHORT.entries()) {
      const life = await story.asks(`past-${String(n)}`, person, `07-0${String(1 + n)} 09:1${String(n)}`, {
        branchId: LAST_YEAR,
      })
      await story.at(`07-1${String(n)} 10:00`)
      const approved = await desk.approved(await life.student.transfer())
      if (n === 6) valueOf(await life.student.act(approved, { action: 'withdraw' }))
      else await desk.decided(approved, { verdict: 'confirm', result: n === 5 ? 'failure' : 'success' })
      if (n === 5) valueOf(await life.student.act(await life.student.transfer(), { action: 'withdraw' }))
    }
    await story.at('07-25 09:00')
    valueOf(await desk.desk('branch.close', { branchId: LAST_YEAR }))
    await story.now()
  },
  {
    'desk-summary-outlived': () => ofLastYear('summary', /^已关闭，不再收新的申请/u),
    'desk-queue-outlived': () => ofLastYear('queue', /没有待审核的申请/u),
  },
)
