import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readTemplates } from '../../cloudfunctions/adapters/reminder-templates'
import { createMessenger, readAccess } from '../../cloudfunctions/adapters/wechat'
import { localWechat, reminderTemplates } from '../../preview/seed/wechat'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { post } from './bundles'
import { temporaryFolder } from '../support/temporary'

const { appId, secret } = localWechat
const urlOf = (url: Parameters<typeof fetch>[0]): string => (url instanceof Request ? url.url : url.toString())
const says = {
  what: '团组织关系转接',
  result: '已同意',
  at: '2024年9月3日 14:06',
  reference: '1234567890',
  note: '等到可提交的时间，再请原团组织提交',
}

describe('the local WeChat', () => {
  let cloud: TestCloud
  let dataDir: string
  const open = () => startLocalCloud({ dataDir, functions: null, indexes: { things: [] } })
  beforeAll(async () => {
    dataDir = temporaryFolder()
    cloud = await open()
  })
  beforeEach(() => {
    cloud.wechat.clear()
  })
  afterAll(() => cloud.close())

  const ask = async (route: string, body: unknown) =>
    (await (await post(`${cloud.url}/wechat/cgi-bin/${route}`, body)).json()) as Record<string, unknown>
  const credential = { grant_type: 'client_credential', appid: appId, secret }
  const token = async () => String((await ask('stable_token', credential))['access_token'])
  const data = {
    thing1: { value: says.what },
    phrase2: { value: says.result },
    time3: { value: says.at },
    character_string4: { value: says.reference },
    thing5: { value: says.note },
  }
  const message = {
    touser: 'somebody',
    template_id: reminderTemplates.answered.id,
    page: 'pages/transfer/transfer?id=abc',
    data,
  }
  const send = async (body: object, access?: string) =>
    ask(`message/subscribe/send?access_token=${access ?? (await token())}`, body)

  it('gives a token to the mini-program that it knows, the same one while it lives', async () => {
    const first = await ask('stable_token', credential)
    expect(first).toMatchObject({ expires_in: 7_200 })
    expect(await token()).toBe(first['access_token'])
    expect(await ask('stable_token', { ...credential, grant_type: 'other' })).toMatchObject({ errcode: 40002 })
    expect(await ask('stable_token', { ...credential, appid: 'wx0' })).toMatchObject({ errcode: 40013 })
    expect(await ask('stable_token', { ...credential, secret: 'x' })).toMatchObject({ errcode: 40125 })
    await cloud.clock.advance('PT2H1M')
    expect(await send(message, String(first['access_token']))).toMatchObject({ errcode: 42001 })
    expect(await token()).not.toBe(first['access_token'])
  })

  it('sends as often as was allowed, and refuses what it documents as wrong', async () => {
    expect(await send(message, '')).toMatchObject({ errcode: 41001 })
    expect(await send(message, 'forged')).toMatchObject({ errcode: 40001 })
    expect(await send(message)).toMatchObject({ errcode: 43101 })
    const subscribe = { templates: [message.template_id] }
    const headers = { 'content-type': 'application/json', 'x-local-openid': 'somebody' }
    const body = JSON.stringify(subscribe)
    expect((await fetch(`${cloud.url}/local/subscribe`, { method: 'POST', headers, body })).status).toBe(200)
    expect(await send({ ...message, touser: '' })).toMatchObject({ errcode: 40003 })
    expect(await send({ ...message, template_id: 'other' })).toMatchObject({ errcode: 40037 })
    expect(await send({ ...message, page: 'https://example.org/' })).toMatchObject({ errcode: 41030 })
    for (const wrong of [
      { thing1: { value: '二十个字以上的事项写不进去因为微信只收二十个字' } },
      { thing1: { value: '' } },
      { phrase2: { value: '不超过五个汉字' } },
      { time3: { value: '2024-09-03 14:06' } },
      { character_string4: { value: '登记编号' } },
      { thing6: { value: '多出来的' } },
      { thing5: undefined },
    ])
      expect(await send({ ...message, data: { ...data, ...wrong } }), JSON.stringify(wrong)).toMatchObject({
        errcode: 47003,
      })
    expect(await send(message)).toMatchObject({ errcode: 0 })
    expect(await send(message)).toMatchObject({ errcode: 43101 })
    const state = (await (await fetch(`${cloud.url}/local/state`)).json()) as { messages: unknown[] }
    expect(state.messages).toMatchObject([{ openid: 'somebody', page: message.page }])
  })

  it('takes only templates that it knows, from somebody, and keeps all over a restart', async () => {
    const refused: [object, Record<string, string>][] = [
      [{ templates: ['other'] }, { 'x-local-openid': 'somebody' }],
      [{ templates: 'x' }, { 'x-local-openid': 'somebody' }],
      [{ templates: [message.template_id] }, {}],
    ]
    for (const [body, headers] of refused)
      expect(
        (await fetch(`${cloud.url}/local/subscribe`, { method: 'POST', headers, body: JSON.stringify(body) })).status,
      ).toBe(400)
    cloud.wechat.allow('somebody', [message.template_id, message.template_id])
    expect(await send(message)).toMatchObject({ errcode: 0 })
    await cloud.close()
    cloud = await open()
    expect(cloud.wechat.messages).toHaveLength(1)
    expect(await send(message)).toMatchObject({ errcode: 0 })
  })

  describe('as our messenger meets it', () => {
    let printed: string[]
    beforeEach(() => {
      printed = []
      vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
    })
    afterEach(() => vi.restoreAllMocks())
    const messenger = (given = {}) =>
      createMessenger({ base: `${cloud.url}/wechat`, appId, secret, ...given }, () => cloud.clock.now())
    const one = { openid: 'somebody', template: reminderTemplates.answered, says, page: message.page }

    it('says what became of a message, by the documented codes', async () => {
      const wechat = messenger()
      const deliver = () => wechat.send(one)
      expect(await deliver()).toBe('refused')
      cloud.wechat.allow(
        'somebody',
        Array.from({ length: 20 }, () => message.template_id),
      )
      expect(await deliver()).toBe('sent')
      const meant = [
        [-1, 'later'],
        ['silence', 'later'],
        [43101, 'refused'],
        [40003, 'invalid'],
        [47003, 'invalid'],
        [45009, 'unavailable'],
        [99999, 'invalid'],
      ] as const
      for (const [code, sending] of meant) {
        cloud.wechat.failNext(code)
        expect(await deliver(), String(code)).toBe(sending)
      }
      // A token that is over is asked for anew, once.
      cloud.wechat.failNext(42001)
      expect(await deliver()).toBe('sent')
      cloud.wechat.failNext(40001, 40001)
      expect(await deliver()).toBe('unavailable')
      cloud.wechat.endToken()
      expect(await deliver()).toBe('sent')
    })

    it('sends nothing without a token, and nothing to where nobody answers', async () => {
      expect(await messenger({ secret: 'wrong' }).send(one)).toBe('unavailable')
      expect(await messenger({ base: 'http://127.0.0.1:9' }).send(one)).toBe('unavailable')
      expect(printed.map((line) => (JSON.parse(line) as { code: number }).code)).toEqual([40125, -1])
      expect(printed.join('\n')).not.toContain('wrong')
    })

    it('says in the log what our side has to mend, by the code alone', async () => {
      const wechat = messenger()
      cloud.wechat.failNext(40003, 45009, 43101, -1)
      for (let i = 0; i < 4; i += 1) await wechat.send(one)
      expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
        { fault: 'wechat', route: 'subscribe/send', code: 40003 },
        { fault: 'wechat', route: 'subscribe/send', code: 45009 },
      ])
      printed = []
      await messenger({ appId: 'wx0' }).send(one)
      expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
        { fault: 'wechat', route: 'stable_token', code: 40013 },
      ])
    })

    /** WeChat's server, or something before it, as it answers a message. */
    const answering = (answer: () => Response) => {
      const asked = vi.spyOn(globalThis, 'fetch')
      asked.mockImplementation((url) => {
        return Promise.resolve(
          urlOf(url).includes('stable_token') ? Response.json({ access_token: 'a b', expires_in: 7_200 }) : answer(),
        )
      })
      return asked
    }

    it('takes what is no answer of WeChat’s for busy, and one without a code for sent', async () => {
      const told: [answer: () => Response, sending: string][] = [
        [() => Response.json({ errmsg: 'ok' }), 'sent'],
        [() => Response.json({ errcode: 0 }, { status: 502 }), 'later'],
        [() => Response.json({ errcode: '0' }), 'later'],
        [() => new Response('<html>'), 'later'],
        [() => Response.json({ errcode: 40014 }), 'unavailable'],
        [() => Response.json({ errcode: 48001 }), 'unavailable'],
        [() => Response.json({ errcode: 50002 }), 'unavailable'],
      ]
      for (const [answer, sending] of told) {
        answering(answer)
        expect(await messenger().send(one)).toBe(sending)
        vi.mocked(fetch).mockRestore()
      }
    })

    it('asks as the interface is documented', async () => {
      const asked = answering(() => Response.json({ errcode: 0 }))
      await messenger().send(one)
      const requests = asked.mock.calls.map(([url, given]) => {
        const request = new Request(url, given)
        return {
          url: request.url,
          method: request.method,
          type: request.headers.get('content-type'),
          body: typeof given?.body === 'string' ? (JSON.parse(given.body) as unknown) : undefined,
        }
      })
      const json = { method: 'POST', type: 'application/json' }
      const at = `${cloud.url}/wechat/cgi-bin`
      expect(requests).toEqual([
        { ...json, url: `${at}/stable_token`, body: credential },
        { ...json, url: `${at}/message/subscribe/send?access_token=a%20b`, body: { ...message, lang: 'zh_CN' } },
      ])
    })

    it('asks for another token five minutes before the life of one ends, and for none before that', async () => {
      const asked = vi.spyOn(globalThis, 'fetch')
      let now = cloud.clock.now()
      const wechat = createMessenger({ base: `${cloud.url}/wechat`, appId, secret }, () => now)
      const tokensAskedFor = async () => {
        asked.mockClear()
        await wechat.send(one)
        return asked.mock.calls.filter(([url]) => urlOf(url).includes('stable_token')).length
      }
      const life = 7_200_000 - 300_000
      expect(await tokensAskedFor()).toBe(1)
      now += life - 1
      expect(await tokensAskedFor()).toBe(0)
      now += 1
      expect(await tokensAskedFor()).toBe(1)
    })

    it('has nothing to send with where WeChat stops giving tokens', async () => {
      const wechat = messenger()
      cloud.wechat.allow('somebody', [message.template_id, message.template_id])
      expect(await wechat.send(one)).toBe('sent')
      cloud.wechat.endToken()
      const real = fetch
      vi.spyOn(globalThis, 'fetch').mockImplementation((url, given) =>
        urlOf(url).includes('stable_token') ? Promise.resolve(Response.json({ errcode: 45009 })) : real(url, given),
      )
      expect(await wechat.send(one)).toBe('unavailable')
      expect(cloud.wechat.messages).toHaveLength(1)
      expect(printed.map((line) => (JSON.parse(line) as { route: string }).route)).toEqual(['stable_token'])
    })

    it('asks for one token for many messages at once', async () => {
      cloud.wechat.allow(
        'somebody',
        Array.from({ length: 10 }, () => message.template_id),
      )
      const asked = vi.spyOn(globalThis, 'fetch')
      const wechat = messenger()
      await Promise.all(Array.from({ length: 10 }, () => wechat.send(one)))
      const urls = asked.mock.calls.map(([url]) => urlOf(url))
      expect(urls.filter((url) => url.includes('stable_token'))).toHaveLength(1)
      expect(cloud.wechat.messages).toHaveLength(10)
    })
  })
})

describe('what the deployment sets', () => {
  it('names the mini-program, or sends nothing', () => {
    expect(readAccess({})).toBeUndefined()
    expect(readAccess({ WECHAT_APPID: 'wx1' })).toBeUndefined()
    expect(readAccess({ WECHAT_SECRET: 's' })).toBeUndefined()
    expect(readAccess({ WECHAT_APPID: 'wx1', WECHAT_SECRET: 's', WECHAT_API: 'http://stand.in' })?.base).toBe(
      'http://stand.in',
    )
    expect(readAccess({ WECHAT_APPID: 'wx1', WECHAT_SECRET: 's' })).toEqual({
      base: 'https://api.weixin.qq.com',
      appId: 'wx1',
      secret: 's',
    })
  })

  it('gives templates with fields that take what we say, or none, with a word in the log', () => {
    expect(readTemplates(JSON.stringify(reminderTemplates))).toEqual(reminderTemplates)
    for (const kept of [
      { result: { id: 'x'.repeat(64), fields: { result: 'thing12', at: 'date3', reference: 'thing4' } } },
      { waiting: { id: 'a-b_c', fields: {} } },
    ])
      expect(readTemplates(JSON.stringify(kept))).toEqual(kept)
    const printed: string[] = []
    vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
    const wrong = [
      '{',
      '5',
      { other: reminderTemplates.nudge },
      ...['x y', '', 'x'.repeat(65), 'é'].map((id) => ({ nudge: { id, fields: {} } })),
      ...['thing', 'thing123', 'athing1', 'thing1b', 'thing1 ', 'Thing1', 'time1'].map((what) => ({
        nudge: { id: 'x', fields: { what } },
      })),
      { nudge: { id: 'x', fields: { at: 'thing1' } } },
      { nudge: { id: 'x', fields: { name: 'thing1' } } },
    ]
    for (const one of wrong) expect(readTemplates(typeof one === 'string' ? one : JSON.stringify(one))).toEqual({})
    expect(printed).toHaveLength(wrong.length)
    for (const none of [undefined, '']) expect(readTemplates(none)).toEqual({})
    expect(printed).toHaveLength(wrong.length)
    printed.length = 0
    readTemplates(JSON.stringify({ nudge: { id: '', fields: { what: 'x' } } }))
    readTemplates('{')
    vi.restoreAllMocks()
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      { fault: 'REMINDER_TEMPLATES', where: 'nudge.id, nudge.fields.what' },
      { fault: 'REMINDER_TEMPLATES', where: '' },
    ])
  })
})
