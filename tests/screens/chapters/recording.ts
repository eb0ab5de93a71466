import { ayguli, hoKaMing, liQiang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { loseConnection } from '../rehearsal'
import type { Life } from '../story'

const request = (life: Life, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: life.openid,
  path: `pages/request/request?id=${life.transfer.id}`,
  before: () => life.hasNoDraft('request'),
  sees,
  ...(then === undefined ? {} : { then }),
})
const amend = (life: Life, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  ...request(life, sees, then),
  path: `pages/amend/amend?id=${life.transfer.id}`,
  before: () => life.hasNoDraft('amend'),
})

const tell = async (phone: Phone, { name, idNumber, memberNumber }: Life['student']['claim']): Promise<void> => {
  await phone.tap(/以后提交的$/u)
  await phone.fill('原团组织提交的姓名', name)
  await phone.fill('原团组织提交的身份证号', idNumber)
  if (memberNumber !== undefined) await phone.fill('原团组织提交的团员编号', memberNumber)
  await phone.tap('核对')
}

/** Recording what the outside organisation submitted; mending what was registered. */
export const recording = chapter(
  'Recording and amending',
  async (story) => {
    const registered = await story.asks('registered', liQiang)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const ready = await (await story.asks('ready', zhangMei, '09-02 10:12')).approved('09-02 16:40')
    const returned = await (await story.asks('returned', hoKaMing)).returned('09-04 08:50', '入团年月与档案不一致')
    return { registered, waiting, ready, returned }
  },
  {
    'request-not-approved': ({ registered }) => request(registered, '现在不能登记'),
    'request-waiting': ({ waiting }) => request(waiting, '同意未满一天'),
    'request-when': ({ ready }) => request(ready, '原团组织是什么时候提交的？'),
    'request-form': ({ ready }) => request(ready, '登记原团组织提交的信息', (phone) => phone.tap(/以后提交的$/u)),
    'request-form-errors': ({ ready }) =>
      request(ready, '登记原团组织提交的信息', async (phone) => {
        await phone.tap(/以后提交的$/u)
        await phone.tap('核对')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'request-matches': ({ ready }) =>
      request(ready, '三项信息核对一致，可以登记。', (phone) => tell(phone, ready.student.claim)),
    'request-differs': ({ ready }) =>
      request(ready, /^姓名与你的注册信息不一致/u, (phone) => tell(phone, { ...ready.student.claim, name: '张美' })),
    'request-variant': ({ ready }) =>
      request(ready, /写法不完全相同/u, (phone) => tell(phone, { ...ready.student.claim, name: '张 梅' })),
    'request-lost': ({ ready }) =>
      request(ready, /没有收到回复/u, async (phone) => {
        await tell(phone, ready.student.claim)
        await phone.sees('三项信息核对一致，可以登记。')
        await phone.page.evaluate(loseConnection)
        await phone.tap('登记')
      }),
    'amend-registered': ({ registered }) => amend(registered, '修改注册信息'),
    'amend-approved': ({ waiting }) => amend(waiting, '修改注册信息'),
    'amend-errors': ({ registered }) =>
      amend(registered, /手机号/u, async (phone) => {
        await phone.fill('手机号', '123')
        await phone.fill('身份证号', '42010620001130315X')
        await phone.tap('核对')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'amend-nothing': ({ registered }) =>
      amend(registered, '修改注册信息', async (phone) => {
        await phone.tap('核对')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'amend-other-branch': ({ registered }) =>
      amend(registered, '计通24级临时团支部', async (phone) => {
        await phone.tap('修改转入团支部')
        await phone.fill('全称、简称或组织 ID', '计通')
      }),
    'amend-check': ({ returned }) =>
      amend(returned, '提交前请核对', async (phone) => {
        await phone.fill('手机号', '199 0000 0099')
        await phone.tap('核对')
      }),
  },
)
