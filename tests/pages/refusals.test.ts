import { beforeEach, describe, expect, test, vi } from 'vitest'

type Options = Readonly<Record<string, unknown>>
interface Fault {
  errMsg: string
  errno?: number
  errCode?: number
}

/** What WeChat was asked for, in order, and how it refuses. */
const asked: [name: string, options: Options][] = []
const refused = new Map<string, Fault>()
let answers: Readonly<Record<string, object>>
const names = (): string[] => asked.map(([name]) => name)
const last = (name: string): Options => asked.findLast(([one]) => one === name)?.[1] ?? {}
/** Until what follows from an answer has been asked for. */
const rests = () => new Promise((resolve) => setImmediate(resolve))

beforeEach(() => {
  vi.resetModules()
  asked.length = 0
  refused.clear()
  answers = { showModal: { confirm: false } }
  const wx = new Proxy(
    {},
    {
      get: (_, name) => (options: Options) => {
        asked.push([String(name), options])
        const fault = refused.get(String(name))
        return fault === undefined
          ? Promise.resolve(answers[String(name)] ?? {})
          : Promise.reject(Object.assign(new Error(fault.errMsg), fault))
      },
    },
  )
  Object.assign(globalThis, { wx })
})

const helper = {
  dial: async (phone: string) => (await import('../../miniprogram/wechat/telephone')).dial(phone),
  copy: async (text: string) => (await import('../../miniprogram/wechat/clipboard')).copyText(text),
  byHand: async () => (await import('../../miniprogram/wechat/clipboard')).textToCopy(),
  calendar: async () =>
    (await import('../../miniprogram/wechat/calendar')).addToCalendar('可以提交', '2024-11-23T06:05:30Z'),
  subscribe: async (templates: string[]) =>
    (await import('../../miniprogram/wechat/subscription')).subscribe(templates),
}

describe('calling', () => {
  test('that WeChat cannot do shows the number, which can be copied', async () => {
    refused.set('makePhoneCall', { errMsg: 'makePhoneCall:fail not supported' })
    answers = { showModal: { confirm: true } }
    await helper.dial('01062334997')
    expect(last('showModal')).toMatchObject({
      title: '没有拨出电话',
      content: '这里不能直接拨打。请用手机拨打 010-62334997。',
      confirmText: '复制号码',
    })
    expect(last('setClipboardData')).toEqual({ data: '01062334997' })
  })
  test('that the person put away is said, and nothing more is asked', async () => {
    refused.set('makePhoneCall', { errMsg: 'makePhoneCall:fail cancel' })
    await helper.dial('01062334997')
    expect(names()).toEqual(['makePhoneCall', 'showToast'])
    expect(last('showToast')).toMatchObject({ title: '没有拨出电话' })
  })
})

describe('the calendar', () => {
  test('that is switched off in the settings leads there, with the minute to remember', async () => {
    refused.set('addPhoneCalendar', { errMsg: 'addPhoneCalendar:fail auth deny' })
    answers = { showModal: { confirm: true } }
    await helper.calendar()
    expect(last('showModal')).toMatchObject({ title: '微信里没有开启', confirmText: '去设置' })
    expect(String(last('showModal')['content'])).toMatch(/没有使用日历的权限.*11月23日 14:06 起可以办理/u)
    expect(names()).toContain('openSetting')
  })
  test('says how to get to the settings by hand where WeChat does not open them', async () => {
    refused.set('addPhoneCalendar', { errMsg: 'addPhoneCalendar:fail auth deny' })
    refused.set('openSetting', { errMsg: 'openSetting:fail' })
    answers = { showModal: { confirm: true } }
    await helper.calendar()
    await rests()
    expect(last('showModal')).toMatchObject({ title: '没有打开设置' })
  })
  test.each([
    [{ errMsg: 'addPhoneCalendar:fail cancel' }, '没有加入日历。请自己记下：11月23日 14:06 起可以办理。'],
    [{ errMsg: 'addPhoneCalendar:fail', errno: 104 }, /隐私保护指引.*请自己记下/u],
    [{ errMsg: 'addPhoneCalendar:fail', errno: 112 }, '这里不能加入日历。请自己记下：11月23日 14:06 起可以办理。'],
  ])('refused otherwise says the minute: %o', async (fault, sentence) => {
    refused.set('addPhoneCalendar', fault)
    await helper.calendar()
    expect(String(last('showModal')['content'])).toMatch(sentence)
    expect(names()).not.toContain('openSetting')
  })
  test('says so where the entry is there', async () => {
    await helper.calendar()
    expect(last('showToast')).toMatchObject({ title: '已加入日历' })
  })
})

describe('copying', () => {
  const fault = { errMsg: 'setClipboardData:fail', errno: 112 }
  test('that is refused leads to the text itself, which is in no address', async () => {
    refused.set('setClipboardData', fault)
    expect(await helper.copy('转入团组织全称')).toBe(false)
    expect(last('navigateTo')).toEqual({ url: '/pages/copy/copy' })
    const shown = await helper.byHand()
    expect(shown.text).toBe('转入团组织全称')
    expect(shown.why).toContain('长按下面的文字')
  })
  test('does so in place of the page where ten lie on top of each other', async () => {
    refused.set('setClipboardData', fault)
    refused.set('navigateTo', { errMsg: 'navigateTo:fail webview count limit exceed' })
    await helper.copy('转入团组织全称')
    expect(last('redirectTo')).toEqual({ url: '/pages/copy/copy' })
    expect(names()).not.toContain('showModal')
  })
  test('shows it in a window where no page opens at all', async () => {
    refused.set('setClipboardData', fault)
    refused.set('navigateTo', { errMsg: 'navigateTo:fail' })
    refused.set('redirectTo', { errMsg: 'redirectTo:fail' })
    await helper.copy('转入团组织全称')
    expect(String(last('showModal')['content'])).toContain('转入团组织全称')
  })
})

describe('messages', () => {
  test('are asked for by three at most, for older WeChats refuse the question with more', async () => {
    answers = { requestSubscribeMessage: { a: 'accept', b: 'reject', c: 'acceptWithAudio', errMsg: 'ok' } }
    expect((await helper.subscribe(['a', 'b', 'c', 'd'])).refused).toBe('')
    expect(last('requestSubscribeMessage')).toEqual({ tmplIds: ['a', 'b', 'c'] })
  })
  test('none of which is allowed are said not to come', async () => {
    answers = { requestSubscribeMessage: { a: 'reject' } }
    expect((await helper.subscribe(['a'])).refused).toMatch(/^没有允许，不会提醒。可以再点一次/u)
  })
  test.each([
    [{ errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }, /关闭了订阅消息.*“设置”里开启/u, true],
    [{ errMsg: 'requestSubscribeMessage:fail', errCode: 20001 }, /稍后再试，或到时自己回来查看/u, false],
  ])('refused by WeChat say why and what to do: %o', async (fault, sentence, settings) => {
    refused.set('requestSubscribeMessage', fault)
    expect((await helper.subscribe(['a'])).refused).toMatch(sentence)
    expect(last('showModal')['confirmText'] === '去设置').toBe(settings)
  })
})
