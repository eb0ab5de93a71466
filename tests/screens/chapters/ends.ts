import { begin, consent, findWay, identify } from '../../journeys/way'
import { valueOf } from '../../support/client'
import { anna, ayguli, hoKaMing, liQiang, wangFang, zhangMei, zhaoLei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { loseConnection } from '../rehearsal'

const page = (who: string, path: string, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who,
  path: `pages/${path}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
/** A letter that was issued long ago, as somebody has noted it. */
const OLD_LETTER = {
  file: true,
  letterToCounsellor: true,
  channel: 'paper',
  issuedOn: '2024-05-06',
  validDays: '90',
  duesPaidTo: '2024-08',
}

/** What is finished, over, too late, or done twice. */
export const ends = chapter(
  'Ends',
  async (story) => {
    const matched = await (await story.asks('matched', zhangMei, '08-30 10:00')).approved('08-30 16:00')
    await matched.claims('09-01 10:00')
    const tired = await (await story.asks('tired', ayguli, '09-01 10:00')).approved('09-01 16:00')
    await story.at('08-27 09:00')
    const linked = await (await story.asks('linked', liQiang, '08-26 10:00')).approved('08-26 16:00')
    const old = valueOf(await linked.student.member('transfer.invite', { id: linked.transfer.id })).token
    const over = await (await story.asks('over', hoKaMing, '08-30 10:00')).approved('08-30 16:00')
    await story.at('09-03 10:00')
    const finished = valueOf(await over.student.member('transfer.invite', { id: over.transfer.id })).token
    await over.acts('09-03 12:00', { action: 'withdraw' })
    const party = await (await story.registers('party', zhaoLei, '08-28 09:00')).asks('08-28 09:10', { kind: 'party' })
    const consented = { version: '1', terms: true, sensitive: true }
    const data = { ...OLD_LETTER, about: party.transfer.id }
    valueOf(await party.student.member('draft.save', { form: 'party-preparation', data, consent: consented }))
    await (await story.registers('gone', anna, '08-28 09:00')).asks('08-28 09:10')
    await story.registers('both', wangFang, '08-28 09:00')
    await story.now()
    for (let check = 0; check < 10; check += 1)
      await tired.student.member('transfer.precheck', { id: tired.transfer.id, claimed: tired.student.claim })
    return { story, matched, tired, party, old, finished }
  },
  {
    'home-draft': ({ story }) => ({
      ...page('drafting', 'route/route', /草稿保存于/u, async (phone) => {
        await findWay(phone)
        await begin(phone)
        await consent(phone)
        await identify(phone, { ...zhangMei, phone: '19900000088' })
        await phone.sees(/草稿已保存/u)
        await phone.open('pages/home/home')
      }),
      before: () => story.hasNoDraft('drafting', 'register'),
      anew: true,
      leadsTo: 'pages/home/home',
    }),
    'register-offline': () => ({
      ...page('unlucky', 'route/route', /草稿没有存上/u, async (phone) => {
        await findWay(phone)
        await begin(phone)
        await phone.page.evaluate(loseConnection)
        await consent(phone)
        await identify(phone, { ...zhangMei, phone: '19900000088' })
      }),
      anew: true,
      leadsTo: 'pages/register/register',
    }),
    'request-done': ({ matched }) => page('matched', `request/request?id=${matched.transfer.id}`, /现在|已/u),
    'request-too-often': ({ tired }) =>
      page('tired', `request/request?id=${tired.transfer.id}`, /次数已用完/u, async (phone) => {
        const { name, idNumber, memberNumber } = tired.student.claim
        await phone.tap(/以后提交的$/u)
        await phone.fill('原团组织提交的姓名', name)
        await phone.fill('原团组织提交的身份证号', idNumber)
        await phone.fill('原团组织提交的团员编号', memberNumber ?? '')
        await phone.tap('核对')
      }),
    'invite-expired': ({ old }) => page('outside', `invite/invite?token=${old}`, '链接已失效'),
    'invite-finished': ({ finished }) => page('outside', `invite/invite?token=${finished}`, /链接|不用/u),
    'announce-letter-expired': ({ party }) =>
      page('party', `announce/announce?id=${party.transfer.id}`, /已过有效期/u, async (phone) => {
        await phone.tap('继续')
        await phone.tap('继续')
        await phone.tick('我已拿到这封介绍信')
        await phone.tap('登记：已发起转出')
      }),
    'sign-in-recover-wrong': () =>
      page('newcomer', 'account/sign-in/sign-in?by=recover', /恢复码.*过期/u, async (phone) => {
        await phone.fill('用户名或手机号', zhangMei.phone)
        await phone.fill('恢复码', '0000-0000-0000')
        await phone.fill('新的本小程序密码', 'a-good-password')
        await phone.tap('找回账号')
      }),
    'password-done': () =>
      page('both', 'account/password/password', /本小程序密码已设置/u, async (phone) => {
        await phone.fill('本小程序密码', 'a-good-password')
        await phone.tap('保存密码')
      }),
    'erase-done': () =>
      page('gone', 'account/erase/erase', '你的信息已删除，没有办完的转接已撤回。', async (phone) => {
        await phone.tap('删除我的信息')
        await phone.tap('删除')
      }),
  },
)
