/** What the pages of the account say. */

export const PASSWORD_HINT = '8 至 128 位。请勿使用北京共青团系统的密码。'
export const PASSWORD_DROPS = '保存后，只有现在这个微信仍然绑定；其他微信的绑定会解除，须用新密码重新登录。'

/** Why this WeChat is not signed in, and the ways back to an account that exists. */
export const SIGN_IN = {
  login: {
    title: '用已有账号登录',
    hint: '登录后，这个微信就与账号绑定，原来的微信仍然有效。',
    button: '登录并绑定',
  },
  recover: {
    title: '用恢复码找回账号',
    hint: '恢复码由你的团支部或党支部书记核实身份后给你，48 小时内有效，只能用一次。找回后，其他微信的绑定会解除。',
    button: '找回账号',
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
