/** What the pages of the account say. */
import { range } from '../format'
import { CODE_VALID_HOURS, PASSWORD_LENGTH } from '../limits'

export const PASSWORD_HINT = `${range(PASSWORD_LENGTH)} 位。请勿使用北京共青团系统的密码。`
export const PASSWORD_DROPS = '保存后，只有现在这个微信仍然绑定；其他微信的绑定会解除，须用新密码重新登录。'

/** Why this WeChat is not signed in, and the ways back to an account that exists. */
export const SIGN_IN = {
  login: {
    title: '用已有账号登录',
    hint: '登录后，这个微信就与账号绑定，原来的微信仍然有效。',
    button: '登录并绑定',
    bar: '登录',
  },
  recover: {
    title: '用恢复码找回账号',
    hint: `恢复码由你的团支部或党支部书记核实身份后给你，${String(CODE_VALID_HOURS)} 小时内有效，只能用一次。找回后，其他微信的绑定会解除。`,
    button: '找回账号',
    bar: '找回账号',
  },
} as const

const NOT_MINE =
  '账号不是你的，却用了你的身份证号：请致电团支部核实。书记可以把身份证号从那个账号移除，之后你就能登记。'

/** Help for whoever cannot sign in, has no code, or whose number is taken. */
export const HELP = {
  login: {
    title: '登录不了？',
    lines: [
      '没有设过密码，或忘记密码：请向团支部或党支部书记索取恢复码，用恢复码找回。',
      '原来登记用的微信还在：用那个微信打开小程序，在“我的账号”里设置密码，再回到这里登录。',
      NOT_MINE,
    ],
  },
  recover: {
    title: '没有恢复码？',
    lines: [
      '请致电你的团支部或党支部，由书记核实身份后给你。',
      '原来登记用的微信还在：用那个微信打开小程序，在“我的账号”里设置密码，再用密码登录。',
      NOT_MINE,
    ],
  },
} as const

export const TAKEN_TEXT = '身份证号已由其他账号登记。如果是你以前登记的，在这里登录即可；如果不是你，请致电团支部核实。'

/** What unbinding this WeChat means, by how one comes back. */
export function unbindText(hasPassword: boolean, wechats: number): string {
  if (hasPassword)
    return '解除后，这个微信看不到你的登记和转接；用用户名或手机号和本小程序密码可以重新登录。办理不受影响。'
  if (wechats > 1) return '解除后，这个微信看不到你的登记和转接；仍可用另一个已绑定的微信打开。办理不受影响。'
  return '你还没有设置本小程序密码，也没有绑定其他微信：解除后，只能凭团支部或党支部书记给的恢复码找回。建议先设置密码。'
}

/** What erasing means: first what goes, then what stays and why. */
export const ERASE = {
  gone: [
    '姓名、身份证号、手机号、团员编号、入团年月和账号立即删除，不能恢复。',
    '没有办完的转接全部撤回，团支部的同意随之失效。',
    '发给原团组织的链接立即失效；保存的草稿一并删除。',
  ],
  stays: [
    '法律允许团支部、党支部保留的，只有“办过一项转接”这一事实：登记编号、阶段和时间，不含任何个人信息。',
    '在北京共青团系统、外省市系统和党员E先锋中的信息不受影响，那里的转接请在那里办理。',
  ],
  ask: '现在删除我的全部信息？',
  askText: '删除后不能恢复；以后需要转接，要重新登记、重新申请。',
  button: '删除我的信息',
} as const

/** What stands in each line of the account. */
export const ACCOUNT_LINES = { wechats: '微信', username: '用户名', password: '密码' } as const
export function wechatsText(wechats: number): string {
  return wechats > 1 ? `已绑定 ${String(wechats)} 个微信` : '已绑定这个微信'
}
export function hasPasswordText(hasPassword: boolean): string {
  return hasPassword ? '已设置' : '未设置，只能用这个微信打开'
}
/** Label of the way to the password. */
export function passwordLabel(hasPassword: boolean): string {
  return hasPassword ? '修改本小程序密码' : '设置本小程序密码'
}
/** By what one signs in from now on; of the phone only its last four digits. */
export function passwordSetText(username: string | undefined, lastFour: string): string {
  const byPhone = `手机号（后四位 ${lastFour}）`
  return `本小程序密码已设置。以后在其他微信，可用${username === undefined ? byPhone : `用户名 ${username} 或${byPhone}`}登录。`
}

export const UNBIND_BUTTON = '解除绑定'
export const UNBOUND_TEXT = '已解除这个微信的绑定。'
export const ERASE_BUTTON = '删除'

/** What is missing when one signs in. */
export const SIGN_IN_MISSING = {
  login: '请填写用户名或手机号',
  recoverLogin: '请填写手机号或用户名',
  code: '请填写书记给你的恢复码',
} as const
/** What two refusals mean to whoever signs in. */
export const SIGN_IN_REFUSED = {
  ALREADY_REGISTERED: '这个微信已绑定另一个账号。要换账号，请先在“我的账号”解除这个微信的绑定，再回来登录。',
  CODE_INVALID: '恢复码不对、已用过或已过期。请核对账号和恢复码，或请书记重新给你一个。',
} as const
