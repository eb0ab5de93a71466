import { valueOf } from '../../support/client'
import { anna, wangFang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'

const at = (who: string, path: string, sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who,
  path: `pages/${path}`,
  sees,
  ...(then === undefined ? {} : { then }),
})
const ACCOUNT = 'account/account'
const SIGN_IN = 'account/sign-in/sign-in'
const PASSWORD = 'account/password/password'
const ERASE = 'account/erase/erase'

const signIn = async (phone: Phone): Promise<void> => {
  await phone.fill('用户名或手机号', zhangMei.phone)
  await phone.fill('本小程序密码', 'wrong-password')
  await phone.tap('登录并绑定')
}

/** The account, and what the notice says. */
export const account = chapter(
  'The account',
  async (story) => {
    const signed = await story.asks('signed', zhangMei)
    valueOf(await signed.student.member('account.password', { username: 'zhangmei', password: 'a-good-password' }))
    await story.asks('plain', anna)
    const both = await story.asks('both', wangFang, '09-03 11:02')
    await both.asks('09-03 11:05', { kind: 'party' })
    for (let failure = 0; failure < 6; failure += 1)
      await story.fails('locked', 'account.login', { login: '19900000001', password: 'wrong' })
  },
  {
    'account-none': () => at('newcomer', ACCOUNT, '这个微信还没有登记'),
    'account-plain': () => at('plain', ACCOUNT, '未设置，只能用这个微信打开'),
    'account-with-password': () => at('signed', ACCOUNT, 'zhangmei'),
    'account-unbind-asked': () =>
      at('plain', ACCOUNT, '解除这个微信的绑定？', (phone) => phone.tap('解除这个微信的绑定')),
    'sign-in': () => at('newcomer', SIGN_IN, '用已有账号登录'),
    'sign-in-empty': () =>
      at('newcomer', SIGN_IN, '登录不了？', async (phone) => {
        await phone.tap('登录并绑定')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    'sign-in-taken': () => at('newcomer', `${SIGN_IN}?why=taken`, /身份证号已由其他账号登记/u),
    'sign-in-failed': () => at('newcomer-2', SIGN_IN, /密码不对/u, signIn),
    'sign-in-locked': () => at('locked', SIGN_IN, /已暂停登录/u, signIn),
    'sign-in-recover': () => at('newcomer', `${SIGN_IN}?by=recover`, '恢复码'),
    'password-set': () => at('plain', PASSWORD, '设置本小程序密码'),
    'password-change': () => at('signed', PASSWORD, '修改本小程序密码'),
    'password-error': () =>
      at('plain', PASSWORD, '设置本小程序密码', async (phone) => {
        await phone.fill('本小程序密码', 'short')
        await phone.tap('保存密码')
        await phone.front.getByRole('alert').first().waitFor()
      }),
    privacy: () => at('plain', 'account/privacy/privacy', '登记时的两项同意'),
    'erase-meaning': () => at('both', ERASE, '删除意味着什么'),
    'erase-asked': () => at('both', ERASE, '现在删除我的全部信息？', (phone) => phone.tap('删除我的信息')),
    notice: () => at('newcomer', 'notice/notice', '在北京共青团系统怎么操作'),
    'letter-party': () => at('newcomer', 'letter/letter', '介绍信上写什么'),
    'letter-league': () => at('newcomer', 'letter/letter?kind=league', '介绍信上写什么'),
  },
)
