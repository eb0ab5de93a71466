import { fileURLToPath } from 'node:url'
import { EmptyBackendContext } from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { vi } from 'vitest'
import type { TestCloud } from '../../support/local-cloud'

/** How WeChat refuses, as it words it. */
interface Refused {
  readonly errMsg: string
  readonly errno?: number
  readonly errCode?: number
}
/** What WeChat was asked for, by the name of its interface. */
export interface Asked {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}
/** A page as its own code sees it. */
interface PageInstance {
  readonly data: Readonly<Record<string, unknown>>
  readonly [method: string]: unknown
}
type Definition = Record<string, unknown>

/** What `wx` answers where nothing else was arranged. */
const ANSWERS: Readonly<Record<string, object>> = {
  navigateTo: {},
  redirectTo: {},
  reLaunch: {},
  navigateBack: {},
  setNavigationBarTitle: {},
  pageScrollTo: {},
  stopPullDownRefresh: {},
  setClipboardData: {},
  makePhoneCall: {},
  addPhoneCalendar: {},
  showToast: {},
  showModal: { confirm: true, cancel: false },
  showActionSheet: { tapIndex: 0 },
  openSetting: { authSetting: {} },
  openDocument: {},
  shareFileMessage: {},
  requestSubscribeMessage: {},
}

/**
 * The mini-program's pages without a screen: glass-easel keeps their data, the functions of the local cloud answer, and
 * what they ask of WeChat is written down. Each stage has loaded the pages anew, as a phone does that opens them.
 */
export class Stage {
  readonly asked: Asked[] = []
  /** No call gets through. */
  offline = false
  /** The operation that the service is too busy for. */
  busyWith = ''
  /** Calls are carried out, and their replies lost. */
  losesReplies = false
  /** What becomes of one call: it gets through, or never arrives, or its reply is lost. */
  fate: (op: string) => 'through' | 'callLost' | 'replyLost' = () => 'through'
  readonly #definitions = new Map<string, Definition>()
  readonly #refused = new Map<string, Refused>()
  readonly #answers = new Map<string, object>(Object.entries(ANSWERS))
  readonly #kept = new Map<string, unknown>()
  readonly #wx = this.#makeWx()
  #pending = 0

  /** A phone in the hands of `openid`. */
  constructor(
    private readonly cloud: TestCloud,
    private readonly openid: string,
  ) {
    vi.resetModules()
  }

  /** From here on WeChat refuses that interface so. */
  refuses(name: string, refused: Refused): void {
    this.#refused.set(name, refused)
  }
  /** From here on WeChat answers that interface so. */
  answers(name: string, answer: object): void {
    this.#answers.set(name, answer)
  }
  /** Where the pages asked to go, in order. */
  get moves(): string[] {
    return this.asked.flatMap(({ options }) => (typeof options['url'] === 'string' ? [options['url']] : []))
  }
  /** What was asked for last by that name. */
  last(name: string): Readonly<Record<string, unknown>> | undefined {
    return this.asked.findLast((one) => one.name === name)?.options
  }

  /** Opens a page of app.json, as `pages/home/home?id=1`, and waits until it has come to rest. */
  async open(url: string): Promise<StagedPage> {
    const [path = '', search = ''] = url.split('?')
    const definition = await this.#definitionOf(path)
    const environment = new MiniProgramEnv()
    const backend = environment.associateBackend(new EmptyBackendContext())
    const space = environment.createCodeSpace('', true)
    space.addComponentStaticConfig(path, {})
    space.componentEnv(path, ({ Page }) => {
      Page(definition)
    })
    const instance: unknown = backend.createRoot('body', space, url).get()
    const page = new StagedPage(this, instance as PageInstance)
    await page.does('onLoad', Object.fromEntries(new URLSearchParams(search)))
    await page.does('onShow')
    return page
  }

  /** Opens the page that was asked for last. */
  goesOn(): Promise<StagedPage> {
    const url = this.moves.at(-1)
    if (url === undefined) throw new Error('no page was asked for')
    return this.open(url.replace(/^\//u, ''))
  }

  /** Until every reply is in and what follows from it has happened. */
  async rests(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#pending > 0) quiet = -1
    }
  }

  /** Pages find `wx` where the one phone has it: of several stages it is the one's that is at work. */
  takesTurn(): void {
    Object.assign(globalThis, { wx: this.#wx })
  }

  async #definitionOf(path: string): Promise<Definition> {
    const known = this.#definitions.get(path)
    if (known !== undefined) return known
    let definition: Definition | undefined
    this.takesTurn()
    Object.assign(globalThis, {
      Page: (given: Definition) => (definition = given),
      getCurrentPages: () => [],
      getApp: () => ({}),
    })
    await import(/* @vite-ignore */ fileURLToPath(new URL(`../../../miniprogram/${path}.ts`, import.meta.url)))
    if (definition === undefined) throw new Error(`${path} is no page`)
    this.#definitions.set(path, definition)
    return definition
  }

  #makeWx(): object {
    const fixed: Record<string, unknown> = {
      cloud: { init: () => undefined, callFunction: (call: Call) => this.#call(call) },
      env: { USER_DATA_PATH: 'wxfile://usr' },
      getFileSystemManager: () => ({
        writeFile: ({ success }: { success: () => void }) => {
          success()
        },
        unlink: () => undefined,
      }),
      canIUse: () => false,
      getWindowInfo: () => ({ windowWidth: 375, windowHeight: 812 }),
      getDeviceInfo: () => ({ platform: 'ios' }),
      getAppBaseInfo: () => ({ theme: 'light' }),
      getStorageSync: (key: string) => this.#kept.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => this.#kept.set(key, value),
      removeStorageSync: (key: string) => this.#kept.delete(key),
      clearStorageSync: () => {
        this.#kept.clear()
      },
    }
    return new Proxy(fixed, {
      get: (_, name) => fixed[String(name)] ?? ((options: Asked['options'] = {}) => this.#ask(String(name), options)),
    })
  }

  async #ask(name: string, options: Asked['options']): Promise<object> {
    this.asked.push({ name, options })
    const refused = this.#refused.get(name)
    if (refused !== undefined) throw Object.assign(new Error(refused.errMsg), refused)
    const answer = this.#answers.get(name)
    if (answer === undefined) throw new Error(`not on the stage: wx.${name}`)
    await Promise.resolve()
    return answer
  }

  async #call({ name, data }: Call): Promise<{ result: unknown }> {
    this.#pending += 1
    try {
      const fate = this.fate(data.op)
      if (this.offline || fate === 'callLost') throw Object.assign(new Error('no network'), { errCode: -1 })
      if (data.op === this.busyWith) return { result: { ok: false, error: { code: 'TRY_AGAIN' } } }
      const reply = await fetch(`${this.cloud.url}/functions/${name}`, {
        method: 'POST',
        headers: { 'x-local-openid': this.openid },
        body: JSON.stringify(data),
      })
      const result: unknown = await reply.json()
      if (this.losesReplies || fate === 'replyLost') throw Object.assign(new Error('no reply'), { errCode: -1 })
      return { result }
    } finally {
      this.#pending -= 1
    }
  }
}

interface Call {
  readonly name: string
  readonly data: { readonly op: string }
}

/** One page on the stage. */
export class StagedPage {
  constructor(
    private readonly stage: Stage,
    private readonly instance: PageInstance,
  ) {}

  /** What stands at a path of the page's data, as `home.mains.0.title`. */
  shows(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], this.instance.data)
  }
  rests(): Promise<void> {
    return this.stage.rests()
  }
  /** Calls one of the page's own functions and waits until it has come to rest. */
  async does(name: string, ...given: unknown[]): Promise<unknown> {
    const method = this.instance[name]
    if (typeof method !== 'function') {
      if (/^on(?:Load|Show|Hide|Unload)$/u.test(name)) return undefined
      throw new Error(`the page has no ${name}`)
    }
    this.stage.takesTurn()
    const answer: unknown = await Reflect.apply(method, this.instance, given)
    await this.stage.rests()
    return answer
  }
  /** A tap on an element with these `data-` attributes. */
  taps(name: string, dataset: object = {}): Promise<unknown> {
    return this.does(name, { currentTarget: { dataset }, detail: {} })
  }
  /** What a component on an element with these attributes says. */
  hears(name: string, detail: object, dataset: object = {}): Promise<unknown> {
    return this.does(name, { currentTarget: { dataset }, detail })
  }
}
