import { sheet } from '../../journeys/desk'
import { LEAGUE } from '../../support/client'
import { addCohort } from '../../support/cohort'
import { liQiang } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { holdReplies, loseConnection } from '../rehearsal'
import { COHORT } from './cohort'

/** So many that nothing about all of them is done in one call. */
const PEOPLE = 230

const queue = (sees: Shot['sees'], then: (phone: Phone) => Promise<void>): Shot => ({
  who: 'local-league-secretary',
  path: `desk/queue/queue?branch=${LEAGUE}`,
  sees,
  then,
  asSeen: true,
})
const askToApprove = async (phone: Phone): Promise<void> => {
  await phone.tick('全选')
  await phone.tap(/^选择全部/u)
  await phone.sees(`已选 ${String(PEOPLE)} 人`)
  await phone.tap(/^同意 \d+ 人/u)
  await sheet(phone).getByRole('checkbox').click()
}
const approve = (phone: Phone): Promise<void> => sheet(phone).getByRole('button', { name: /^同意/u }).click()

/** Very many at once: read, worked off, stopped and broken off. */
export const many = chapter(
  'Very many',
  async (story) => {
    const first = await story.asks('first', COHORT[0] ?? liQiang, '09-01 09:10')
    addCohort(story.cloud, first.transfer.id, PEOPLE - 1)
  },
  {
    'desk-queue-order': () =>
      queue('按学号', async (phone) => {
        await phone.button('排序：按天数').click()
        await phone.page.locator('#overlay').getByRole('menuitem', { name: '按学号' }).click()
      }),
    'desk-queue-reading-all': () =>
      queue(/^正在读取 100/u, async (phone) => {
        await phone.tick('全选')
        await phone.button(/^选择全部/u).waitFor()
        await phone.page.evaluate(holdReplies)
        await phone.tap(/^选择全部/u)
      }),
    'desk-queue-all-chosen': () =>
      queue(`已选 ${String(PEOPLE)} 人`, async (phone) => {
        await phone.tick('全选')
        await phone.tap(/^选择全部/u)
      }),
    'desk-queue-all-lost': () =>
      queue('重试', async (phone) => {
        await phone.tick('全选')
        await phone.button(/^选择全部/u).waitFor()
        await phone.page.evaluate(loseConnection)
        await phone.tap(/^选择全部/u)
      }),
    'decision-running': () =>
      queue('停止', async (phone) => {
        await askToApprove(phone)
        await phone.page.evaluate(holdReplies)
        await approve(phone)
      }),
    'decision-stopping': () =>
      queue('这一批办完就停下。', async (phone) => {
        await askToApprove(phone)
        await phone.page.evaluate(holdReplies)
        await approve(phone)
        await sheet(phone).getByRole('button', { name: '停止' }).click()
      }),
    'decision-many-lost': () =>
      queue(/100 人不知道是否办成，130 人还没有提交/u, async (phone) => {
        await askToApprove(phone)
        await phone.page.evaluate(loseConnection)
        await approve(phone)
      }),
    'decision-stopped': () =>
      queue(/^已停下：100 人已办成/u, async (phone) => {
        await askToApprove(phone)
        // The first call waits until it was told to stop.
        let release = (): void => undefined
        const told = new Promise<void>((resolve) => (release = resolve))
        await phone.page.route('**/functions/secretary', async (route) => {
          if (route.request().postData()?.includes('desk.decide') === true) await told
          await route.continue()
        })
        await approve(phone)
        await sheet(phone).getByRole('button', { name: '停止' }).click()
        release()
        await phone.sees(/^已停下：/u)
        await phone.page.unroute('**/functions/secretary')
      }),
  },
)
