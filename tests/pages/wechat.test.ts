import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'

const PAGES = fileURLToPath(new URL('../../miniprogram', import.meta.url))

/** What WeChat or the person may refuse, or the phone may not do, and the one file that asks for it and answers a refusal. */
const HELPERS: Readonly<Record<string, string>> = {
  setClipboardData: 'wechat/clipboard.ts',
  addPhoneCalendar: 'wechat/calendar.ts',
  requestSubscribeMessage: 'wechat/subscription.ts',
  openSetting: 'wechat/subscription.ts',
  makePhoneCall: 'wechat/telephone.ts',
  chooseMessageFile: 'desk/wechat/files.ts',
  openDocument: 'desk/wechat/files.ts',
  shareFileMessage: 'desk/wechat/files.ts',
  downloadFile: 'desk/wechat/files.ts',
  getFileSystemManager: 'desk/wechat/files.ts',
  getStorageSync: 'wechat/storage.ts',
  setStorageSync: 'wechat/storage.ts',
  removeStorageSync: 'wechat/storage.ts',
  clearStorageSync: 'wechat/storage.ts',
}
/** What answers nothing that anybody waits for, is WeChat's own window, or is asked and answered where it stands. */
const PLAIN = `
  cloud env canIUse getDeviceInfo getWindowInfo getAppBaseInfo onKeyDown onKeyUp offKeyDown offKeyUp
  navigateTo navigateBack redirectTo reLaunch setNavigationBarTitle pageScrollTo stopPullDownRefresh showToast showModal
  showActionSheet enableAlertBeforeUnload disableAlertBeforeUnload onError onUnhandledRejection getUpdateManager`
  .trim()
  .split(/\s+/u)

const sources = readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('miniprogram_npm'))
  .map((file) => ({ file, text: readFileSync(path.join(PAGES, file), 'utf8') }))
/** Every interface of WeChat's, with the files that ask for it. */
const asked = new Map<string, Set<string>>()
for (const { file, text } of sources)
  for (const [, name = ''] of text.matchAll(/\bwx\.(\w+)/gu)) asked.set(name, (asked.get(name) ?? new Set()).add(file))

describe('What WeChat is asked for', () => {
  test('goes through one helper each, wherever it can be refused', () => {
    for (const [name, helper] of Object.entries(HELPERS)) expect([...(asked.get(name) ?? [])], name).toEqual([helper])
  })
  test('is nothing that nobody has looked at', () => {
    expect([...asked.keys()].filter((name) => !(name in HELPERS) && !PLAIN.includes(name))).toEqual([])
  })
  test('opens a page where there is room for one, else in place of the one that stands there', () => {
    // The page on which names are pasted tells the list that opened it what it found.
    const alone = ['desk/queue/queue.ts', 'navigation.ts', 'wechat/clipboard.ts']
    expect([...(asked.get('navigateTo') ?? [])].sort()).toEqual(alone)
  })
})

interface Fault {
  errMsg: string
  errno?: number
}
/** WeChat's own windows put away, its privacy guide declined, its permission off, or it cannot. */
const REFUSALS: readonly [why: string, fault: (name: string) => Fault][] = [
  ['put away by the person', (name) => ({ errMsg: `${name}:fail cancel` })],
  ['declined in the privacy guide', (name) => ({ errMsg: `${name}:fail`, errno: 104 })],
  ['switched off in the settings', (name) => ({ errMsg: `${name}:fail auth deny` })],
  ['not declared', (name) => ({ errMsg: `${name}:fail`, errno: 112 })],
]

describe.each(REFUSALS)('A refusal, %s, is answered with a sentence and a way on', (_why, fault) => {
  const said: string[] = []
  beforeEach(() => {
    said.length = 0
    const tell = ({
      title = '',
      content = '',
      url = '',
    }: Readonly<Partial<Record<string, string>>>): Promise<object> => {
      said.push(`${title}${content}${url}`)
      return Promise.resolve({ confirm: false })
    }
    const answers: Readonly<Record<string, unknown>> = {
      showModal: tell,
      showToast: tell,
      navigateTo: tell,
      getDeviceInfo: () => ({ platform: 'ios' }),
    }
    const refuse = (name: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(name), fault(name)))
    const wx = new Proxy(answers, { get: (known, name) => known[String(name)] ?? refuse(String(name)) })
    Object.assign(globalThis, { wx })
  })

  test('copying: the text itself', async () => {
    const { copyText, textToCopy } = await import('../../miniprogram/wechat/clipboard')
    expect(await copyText('计通24级临时团支部')).toBe(false)
    expect(said).toEqual(['/pages/copy/copy'])
    expect(textToCopy().why).toMatch(/长按.*复制/u)
  })
  test('the calendar: the minute to remember', async () => {
    const { addToCalendar } = await import('../../miniprogram/wechat/calendar')
    await addToCalendar('可以提交', '2024-11-23T06:05:30Z')
    expect(said.join()).toMatch(/请自己记下：11月23日 14:06 起可以办理/u)
  })
  test('a message: to come back oneself', async () => {
    const { subscribe } = await import('../../miniprogram/wechat/subscription')
    const { refused } = await subscribe(['template'])
    expect(refused).toMatch(/到时自己回来查看/u)
  })
  test('calling: that nothing was called', async () => {
    const { dial } = await import('../../miniprogram/wechat/telephone')
    await dial('01062334997')
    expect(said.join()).toContain('没有拨出电话')
  })
  test('choosing a file: to paste', async () => {
    const { chooseSpreadsheet } = await import('../../miniprogram/desk/wechat/files')
    expect(await chooseSpreadsheet()).toMatch(/粘贴表格内容/u)
  })
  test('opening a file: to send it to a chat', async () => {
    const { openFile } = await import('../../miniprogram/desk/wechat/files')
    expect(await openFile({ path: 'wxfile://usr/list.xlsx', name: 'list.xlsx' })).toMatch(/没有打开。请.*发送到聊天/u)
  })
  test('sending a file: to send it again, or to open it', async () => {
    const { sendFile } = await import('../../miniprogram/desk/wechat/files')
    const sentence = await sendFile({ path: 'wxfile://usr/list.xlsx', name: 'list.xlsx' })
    expect(sentence).toMatch(/没有发送.*(?:再点一次|改用“打开”)/u)
  })
})

test('a phone that keeps nothing loses only what is kept for convenience', async () => {
  const fails = (): never => {
    throw new Error('setStorage:fail exceed max size')
  }
  Object.assign(globalThis, {
    wx: { getStorageSync: fails, setStorageSync: fails, removeStorageSync: fails, clearStorageSync: fails },
  })
  const { forget, forgetAll, recall, remember } = await import('../../miniprogram/wechat/storage')
  remember('link:1', { token: 't' })
  forget('link:1')
  forgetAll()
  expect(recall('link:1')).toBeUndefined()
})
