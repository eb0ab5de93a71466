/** Ways through the official systems in the notice's own words; none of them can be opened from a mini-program. */

/** One official way: its steps, and what can be copied on the way. */
export interface Guide {
  title: string
  who: string
  path: string[]
  note: string
  copies: { label: string; value: string }[]
}

export type GuideKey = 'register' | 'signIn' | 'inside' | 'secretary'

const ACCOUNT = { label: '微信公众号', value: '青春北京' }

export const GUIDES: { [G in GuideKey]: Guide } = {
  register: {
    title: '在北京共青团系统注册',
    who: '你',
    path: [
      '搜索微信公众号“青春北京”（微信号：qingchunbeijing54）',
      '“线上系统” → “北京共青团系统”',
      '“我的” → “账号登录” → “创建账户”',
      '按实际情况选择身份：“我是团员”“我是团干部”“我不是团员”',
      '输入真实的姓名和身份证号，否则会影响团组织关系的成功转接',
      '注册后按全称或组织 ID 申请加入团支部',
    ],
    note: '团员、团干部注册后，需要所属团组织在电脑端进行相应的审核／添加操作。',
    copies: [ACCOUNT],
  },
  signIn: {
    title: '登录北京共青团系统',
    who: '你',
    path: [
      '微信公众号“青春北京” → “线上系统” → “北京共青团系统”',
      '“我的” → “请登录”',
      '用户名／手机号、密码方式，或微信登录方式',
      '首次使用微信登录，需要输入用户名／手机号，进行账号绑定',
    ],
    note: '',
    copies: [ACCOUNT],
  },
  inside: {
    title: '在北京共青团系统转移团组织（京内）',
    who: '你',
    path: [
      '微信公众号“青春北京” → 右下角“线上系统” → “北京共青团系统”',
      '“我的” → “我的组织”',
      '“转移团组织” → 选择转出原因',
      '搜索并选择组织全称，等待团组织在系统上进行转入审核',
    ],
    note: '',
    copies: [ACCOUNT],
  },
  secretary: {
    title: '在北京共青团系统电脑端同意加入',
    who: '团支部书记',
    path: ['登录“北京共青团系统”团组织账号（电脑端）', '“我的团员” → “申请加入”列表', '同意外省市团员的加入申请'],
    note: '先在北京共青团系统同意，再在这里同意：这里的一天等待从这里的同意算起。',
    copies: [],
  },
}

/** Above the way that is the next thing, under a headline that names it. */
export const OWN_GUIDE = '操作步骤'

/** Stands on every page: what this is not. */
export const QUIET_LINE = '本小程序是学院的指引和登记系统，不是北京共青团系统；在此提交不等于在该系统提交。'

/** Above every page of a trial deployment. */
export const TRIAL_LINE = '试用环境：只填虚构的人，这里的登记不作数。'

/** The same in short, on every page but those where it stands in full; it leads there. */
export const QUIET_SHORT = '学院的指引，不是北京共青团系统'

/** The text that is consented to, by name; a changed text gets a new name. */
export const CONSENT_VERSION = '3'
