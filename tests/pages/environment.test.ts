import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { timeLimitMs } from '../../cloudfunctions/build/functions'
import { layPages } from '../../cloudfunctions/build/pages'
import { call, connect, PATIENCE_MS } from '../../miniprogram/cloud'
import { rosterFailureText } from '../../miniprogram/desk/texts/roster'
import { deskFailureText, lostText } from '../../miniprogram/desk/texts/desk'
import { ENVIRONMENT } from '../../miniprogram/environment'
import { failureText, problemOf } from '../../miniprogram/texts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const environment = { env: 'trial-1a2b3c', trial: true, university: '某大学', body: '某学院团委' }
const appid = 'wx0123456789abcdef'
let target = ''

beforeAll(async () => {
  target = await mkdtemp(path.join(tmpdir(), 'pages-'))
})
afterAll(() => rm(target, { recursive: true, force: true }))

const laid = (file: string): Promise<string> => readFile(path.join(target, file), 'utf8')

describe('Pages for an upload', () => {
  it('are bound to the environment and appid of a deployment', async () => {
    await layPages(PROJECT, target, { environment, appid })
    const module = (await import(path.join(target, 'miniprogram/environment.ts'))) as { ENVIRONMENT: unknown }
    expect(module.ENVIRONMENT).toEqual(environment)
    expect(Object.keys(ENVIRONMENT)).toEqual(Object.keys(environment))
    expect(JSON.parse(await laid('project.config.json'))).toMatchObject({ appid, miniprogramRoot: 'miniprogram/' })
    expect(await laid('miniprogram/app.json')).toContain('pages/home/home')
  })

  it.each(['env', 'university', 'body'])('are refused without %s', async (name) => {
    const pages = { environment: { ...environment, [name]: ' ' }, appid }
    await expect(layPages(PROJECT, target, pages)).rejects.toThrow(name)
  })

  it("are refused with DevTools' appid of nobody, and with none", async () => {
    for (const nobody of ['touristappid', ''])
      await expect(layPages(PROJECT, target, { environment, appid: nobody })).rejects.toThrow('appid')
  })
})

describe('The engine of the pages', () => {
  it('is chosen for compiling and for running alike, from the library on that has both', async () => {
    const app = JSON.parse(await readFile(path.join(PROJECT, 'miniprogram/app.json'), 'utf8')) as object
    expect(app).toMatchObject({ componentFramework: 'glass-easel', glassEaselWebview: true })
    const { libVersion } = JSON.parse(await readFile(path.join(PROJECT, 'project.config.json'), 'utf8')) as {
      libVersion: string
    }
    expect(libVersion.split('.').map(Number)).toEqual([3, 8, expect.toSatisfy((patch: number) => patch >= 12)])
  })
})

describe('A call', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })
  const fails = (fault: object) => {
    const init = vi.fn()
    vi.stubGlobal('wx', { cloud: { init, callFunction: () => Promise.reject(Object.assign(new Error(), fault)) } })
    return { init, logged: vi.spyOn(console, 'warn').mockImplementation(() => undefined) }
  }
  const failure = async () => {
    const answer = await call('member', 'account.me', {})
    if (answer.ok) throw new Error('it came')
    return answer.error
  }

  it('is waited for longer than any function that pages call may run', () => {
    for (const name of ['member', 'secretary']) expect(PATIENCE_MS).toBeGreaterThan(timeLimitMs(name))
  })

  it('goes to the environment that is named, in the preview to the one there is', () => {
    const { init } = fails({})
    connect(environment)
    expect(init).toHaveBeenCalledWith({ env: environment.env, traceUser: false })
    connect(ENVIRONMENT)
    expect(init).toHaveBeenLastCalledWith({ traceUser: false })
  })

  it.each([-501000, -501001, -504002, -504003])(
    'that the service refused with %i is not laid on the network',
    async (errCode) => {
      const { logged } = fails({ errCode, errMsg: 'cloud.callFunction:fail 张三 11010519491231002X' })
      const error = await failure()
      expect(error).toEqual({ code: 'OFFLINE', detail: { service: String(errCode) } })
      expect(failureText(error)).toContain('服务出错')
      expect(failureText(error)).not.toContain('网络')
      for (const said of [
        deskFailureText(error),
        rosterFailureText(error),
        lostText({ answered: 1, unknown: 1, unsent: 0 }, error),
      ])
        expect(said).toMatch(/^服务出错（-50[14]00[0-3]）。(?!.*网络)/u)
      expect(problemOf(error)).toMatchObject({ kind: 'failed', title: '服务出错', retry: '重试' })
      // The code alone: what else WeChat says may hold what was sent.
      expect(logged.mock.calls).toEqual([['wx.cloud', errCode]])
    },
  )

  it('that got nowhere is', async () => {
    const { logged } = fails({ errCode: -1, errMsg: 'request:fail' })
    const error = await failure()
    expect(error).toEqual({ code: 'OFFLINE' })
    expect(problemOf(error)).toMatchObject({ kind: 'offline', title: '没有连上网络' })
    expect(logged.mock.calls).toEqual([['wx.cloud', -1]])
  })
})
