import { person, valueOf } from '../../support/client'
import { anna, ayguli, hoKaMing, liQiang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import type { Life } from '../story'

const own = (life: Life, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: life.openid,
  path: `pages/link/link?id=${life.transfer.id}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
const outside = (token: string, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: 'outside',
  path: `pages/invite/invite?token=${encodeURIComponent(token)}`,
  sees,
  ...(then === undefined ? {} : { then }),
})

const tell = async (phone: Phone, { name, idNumber, memberNumber }: Life['student']['claim']): Promise<void> => {
  await phone.fill('贵团组织名称', '某大学材料学院团委')
  await phone.fill('贵处登记的姓名', name)
  await phone.fill('贵处登记的身份证号', idNumber)
  await phone.fill('贵处登记的团员编号', memberNumber ?? '')
  await phone.tap('核对')
}
const linkOf = async ({ student, transfer }: Life): Promise<string> =>
  valueOf(await student.member('transfer.invite', { id: transfer.id })).token

/** The link for the outside organisation: how it is made, and what they see who open it. */
export const link = chapter(
  'The link for the outside organisation',
  async (story) => {
    const registered = await story.asks('registered', liQiang)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const ready = await (await story.asks('ready', zhangMei, '09-02 10:12')).approved('09-02 16:40')
    const used = await (await story.asks('used', hoKaMing, '09-02 10:12')).approved('09-02 16:40')
    const over = await (await story.asks('over', anna, '09-02 10:12')).approved('09-02 16:40')
    const told = await (await story.asks('told', person(66), '09-02 10:12')).approved('09-02 16:40')
    await story.at('09-04 09:00')
    const links = {
      registered: await linkOf(registered),
      waiting: await linkOf(waiting),
      ready: await linkOf(ready),
      used: await linkOf(used),
      told: await linkOf(told),
      revoked: await linkOf(over),
    }
    valueOf(
      await used.student.member('invite.request', {
        token: links.used,
        claimed: used.student.claim,
        organisation: '某大学材料学院团委',
        commandId: 'used',
      }),
    )
    valueOf(
      await told.student.member('invite.request', {
        token: links.told,
        organisation: '某大学材料学院团委',
        commandId: 'told',
      }),
    )
    valueOf(await over.student.member('invite.revoke', { id: over.transfer.id }))
    return { registered, waiting, ready, links }
  },
  {
    'invite-waiting': ({ links }) => outside(links.waiting, /还需等待/u),
    'link-not-approved': ({ registered }) => own(registered, /团支部还没有同意/u),
    'link-waiting': ({ waiting }) => own(waiting, /团支部同意未满一天/u),
    'link-revoked': ({ waiting }) =>
      own(waiting, /以前发出的链接都打不开了/u, async (phone) => {
        await phone.tap('以前发过链接？全部收回')
        await phone.tap('收回')
      }),
    'link-made': ({ waiting }) => own(waiting, /链接已生成/u, (phone) => phone.tap('生成链接')),
    'invite-not-approved': ({ links }) => outside(links.registered, /还没有同意，请先不要提交/u),
    'invite-open': ({ links }) => outside(links.ready, '贵处登记的姓名'),
    'invite-empty': ({ links }) =>
      outside(links.ready, '信息核对', async (phone) => {
        await phone.tap('核对')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'invite-differs': ({ links, ready }) =>
      outside(links.ready, '姓名与本人注册的信息不一致', (phone) =>
        tell(phone, { ...ready.student.claim, name: '张美' }),
      ),
    'invite-matches': ({ links, ready }) =>
      outside(links.ready, '信息核对一致', (phone) => tell(phone, ready.student.claim)),
    'invite-used': ({ links }) => outside(links.used, '已经核对并记录过了'),
    'invite-submitted': ({ links }) => outside(links.told, '已记录：贵处已在本省系统提交'),
    'invite-revoked': ({ links }) => outside(links.revoked, '链接已失效'),
    'invite-unknown': () => outside('nothing', '链接打不开'),
  },
)
