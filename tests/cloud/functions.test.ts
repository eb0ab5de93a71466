import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { AMPLE_MS, startLocalCloud, type TestCloud } from '../support/local-cloud'
import { post, writeBundles } from './bundles'
import { temporaryFolder } from '../support/temporary'

const echo = `
  let calls = 0
  exports.main = async (event, context) => {
    const before = JSON.parse(context.environment)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    const after = JSON.parse(context.environment)
    calls++
    return { ok: true, value: { event, before, after, now: new Date().toISOString(), also: Date.now(), env: { ...process.env }, calls } }
  }`

const sources = {
  echo,
  broken: `exports.main = () => { throw new TypeError('张三 110101199001011234') }`,
  slow: `exports.main = () => new Promise(() => undefined)`,
  long: `exports.main = ({ op, input }) => ({ ok: true, value: 'x'.repeat(input.length) })`,
  clock: `
    const seen = []
    exports.main = (event, context) => event.op === 'seen' ? seen : void seen.push({ event, given: JSON.parse(context.environment) })`,
  web: `exports.main = ({ path, httpMethod, headers, queryStringParameters, body }) => path === '/json' ? { seen: body } : ({
    statusCode: 201, headers: { 'content-type': 'text/plain', 'x-seen': headers['x-sent'] },
    body: Buffer.from([httpMethod, path, queryStringParameters.q, body].join(' ')).toString('base64'), isBase64Encoded: true })`,
  parts: `const part = require('./part.js'); exports.main = () => ({ ok: true, value: part.same === process && require('node:process') === process })`,
}

describe.each([
  ['in one thread', false],
  ['with a thread for each function', true],
])('the function host, %s', (_, inThreads) => {
  let cloud: TestCloud
  let folder: string
  beforeAll(async () => {
    folder = await writeBundles(temporaryFolder(), sources)
    await writeBundles(folder, {})
    const { writeFile } = await import('node:fs/promises')
    await writeFile(`${folder}/parts/part.js`, 'exports.same = process')
    const timeLimitMs = (name: string) => (name === 'slow' ? 300 : AMPLE_MS)
    cloud = await startLocalCloud({ functions: folder, indexes: {}, timeLimitMs, accessible: ['web'], inThreads })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(async () => {
    await cloud.close()
  })

  const call = async (name: string, body: unknown, openid?: string): Promise<unknown> => {
    const headers: Record<string, string> = openid === undefined ? {} : { 'x-local-openid': openid }
    return await (await post(`${cloud.url}/functions/${name}`, body, headers)).json()
  }

  it('gives each of a hundred callers at once their own openid', async () => {
    const callers = Array.from({ length: 100 }, (_, i) => `openid-${String(i)}`)
    const replies = await Promise.all(callers.map((openid) => call('echo', { op: 'who', input: {} }, openid)))
    for (const [i, openid] of callers.entries()) {
      expect(replies[i]).toMatchObject({
        value: { before: { WX_OPENID: openid }, after: { WX_OPENID: openid }, event: { userInfo: { openId: openid } } },
      })
    }
  })

  it('names nobody when nobody is named, whatever the event says', async () => {
    const reply = await call('echo', { op: 'who', input: {}, openid: 'forged', WX_OPENID: 'forged' })
    expect(reply).toMatchObject({ value: { event: { op: 'who', input: {} } } })
    const { value } = reply as { value: { before: object; env: object } }
    expect(value.before).not.toHaveProperty('WX_OPENID')
    expect(value.env).not.toHaveProperty('WX_OPENID')
    expect(value.before).not.toHaveProperty('TRIGGER_SRC')
  })

  it('overwrites a forged userInfo of a known caller', async () => {
    const reply = await call('echo', { op: 'who', userInfo: { openId: 'forged' } }, 'real')
    expect(reply).toMatchObject({ value: { event: { userInfo: { openId: 'real' } } } })
  })

  it('hands a bundle the local clock and its own environment', async () => {
    await cloud.clock.set('2031-05-06T07:08:09Z')
    const { value } = (await call('echo', {})) as { value: { now: string; also: number; env: Record<string, string> } }
    expect(value.now).toMatch(/^2031-05-06T07:08:/)
    expect(Math.abs(value.also - Date.parse(value.now))).toBeLessThan(1_000)
    expect(value.env).toMatchObject({ TENCENTCLOUD_RUNENV: 'SCF', TCB_ENV: 'local-env' })
    expect(value.env['SEAL_KEYS']).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/)
    expect(value.env).not.toHaveProperty('PATH')
  })

  it('hands the same surroundings to a file that a bundle loads on demand', async () => {
    expect(await call('parts', {})).toEqual({ ok: true, value: true })
  })

  it('answers a throw with a trace id, and prints no word of the message', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const reply = await call('broken', {})
    expect(reply).toEqual({
      ok: false,
      error: { code: 'INTERNAL', detail: { traceId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string } },
    })
    const text = printed.mock.calls.flat().join('\n')
    expect(text).toContain('TypeError')
    expect(text).toContain((reply as { error: { detail: { traceId: string } } }).error.detail.traceId)
    expect(text).not.toMatch(/张三|110101/)
  })

  it('takes 100 KB and refuses a byte more', async () => {
    const empty = JSON.stringify({ op: 'echo', input: '' }).length
    const input = (bytes: number) => ({ op: 'echo', input: 'x'.repeat(bytes - empty) })
    expect(await call('echo', input(100 * 1024))).toMatchObject({ ok: true })
    expect(await call('echo', input(100 * 1024 + 1))).toEqual({ ok: false, error: { code: 'TOO_LARGE' } })
  })

  it('answers 1 MB and refuses a byte more', async () => {
    const around = JSON.stringify({ ok: true, value: '' }).length
    const reply = (bytes: number) => call('long', { input: { length: bytes - around } })
    expect(await reply(1024 * 1024)).toMatchObject({ ok: true })
    expect(await reply(1024 * 1024 + 1)).toEqual({ ok: false, error: { code: 'TOO_LARGE' } })
  })

  it('ends a call that takes too long', async () => {
    expect(await call('slow', {})).toEqual({ ok: false, error: { code: 'TOO_LARGE' } })
  })

  it('refuses what is not a JSON object, and a function that is not there', async () => {
    const refused = { ok: false, error: { code: 'BAD_INPUT', detail: { fields: [{ path: '', rule: 'json' }] } } }
    for (const body of ['{', '', '[]', '"text"', 'null']) expect(await call('echo', body)).toEqual(refused)
    expect((await post(`${cloud.url}/functions/nothing`, {})).status).toBe(404)
    expect((await post(`${cloud.url}/functions/..%2Fecho`, {})).status).toBe(404)
  })

  it('runs the timer once when the clock is moved, as the platform names it', async () => {
    const seen = async () => (await call('clock', { op: 'seen' })) as { event: object; given: object }[]
    const before = (await seen()).length
    await post(`${cloud.url}/local/clock`, { advance: 'PT24H' })
    const after = await seen()
    expect(after).toHaveLength(before + 1)
    const { event, given } = after.at(-1) ?? { event: {}, given: {} }
    expect([event, given]).toMatchObject([{ Type: 'Timer', Message: '' }, { TRIGGER_SRC: 'timer' }])
    expect(given).not.toHaveProperty('WX_OPENID')
  })

  it('leads outside systems only to the functions that have an address', async () => {
    const reply = await post(`${cloud.url}/http/web/requests?q=1`, 'body', { 'x-sent': 'yes' })
    expect([reply.status, reply.headers.get('x-seen')]).toEqual([201, 'yes'])
    expect(await reply.text()).toBe('POST /requests 1 body')
    expect(await (await post(`${cloud.url}/http/web/json`, 'b')).json()).toEqual({ seen: 'b' })
    expect((await post(`${cloud.url}/http/echo/requests`, '')).status).toBe(404)
  })

  it('shows the last fifty calls without a word of what was said', async () => {
    await Promise.all(
      Array.from({ length: 60 }, () => call('echo', { op: 'say', input: { name: '李四' } }, 'somebody')),
    )
    const text = await (await fetch(`${cloud.url}/local/state`)).text()
    const state = JSON.parse(text) as { calls: object[]; messages: object[] }
    expect(state.calls).toHaveLength(50)
    expect(state.calls.at(-1)).toMatchObject({ fn: 'echo', op: 'say', code: 'ok', openid: 'somebody' })
    expect(text).not.toContain('李四')
  })
})

describe('a function in a thread of its own', () => {
  const busy = `exports.main = ({ ms }) => { const until = performance.now() + ms; while (performance.now() < until); return { ok: true, value: ms } }`
  const mortal = `
    let calls = 0
    exports.main = ({ op }) => {
      console.log('called ' + op)
      if (op === 'exit') process.exit(3)
      if (op === 'later') { setTimeout(() => { throw new TypeError('张三') }); return new Promise(() => undefined) }
      return { ok: true, value: ++calls }
    }`
  let cloud: TestCloud
  let folder: string
  beforeAll(async () => {
    folder = await writeBundles(temporaryFolder(), { echo, busy, mortal })
    cloud = await startLocalCloud({ functions: folder, indexes: {}, inThreads: true })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(async () => {
    await cloud.close()
  })
  const call = (name: string, body: object) =>
    post(`${cloud.url}/functions/${name}`, body).then((reply) => reply.json())

  it('keeps neither another function nor the cloud waiting while it computes', async () => {
    await call('echo', {})
    const order: string[] = []
    const computing = call('busy', { ms: 3_000 }).then(() => order.push('busy'))
    await call('echo', {}).then(() => order.push('echo'))
    await fetch(`${cloud.url}/local/state`).then(() => order.push('state'))
    await computing
    expect(order).toEqual(['echo', 'state', 'busy'])
  })

  it('sees the clock move in the middle of a call', async () => {
    const asked = call('echo', {})
    await cloud.clock.set('2032-01-02T03:04:05Z')
    await asked
    expect(await call('echo', {})).toMatchObject({
      value: { now: expect.stringMatching(/^2032-01-02T03:04:/) as string },
    })
  })

  it('that ends, or throws where nobody catches it, has thrown, and the next call has a new one', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await call('mortal', { op: 'count' })).toEqual({ ok: true, value: 1 })
    expect(await call('mortal', { op: 'count' })).toEqual({ ok: true, value: 2 })
    for (const op of ['exit', 'later']) {
      expect(await call('mortal', { op })).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
      expect(await call('mortal', { op: 'count' })).toEqual({ ok: true, value: 1 })
    }
    const text = printed.mock.calls.flat().join('\n')
    expect(text).toContain('TypeError')
    expect(text).not.toContain('张三')
  })

  it('says what it says before it answers', async () => {
    await call('mortal', { op: 'aloud' })
    expect(cloud.said.entries.at(-1)).toBe('called aloud')
  })

  it('that is built anew takes the next call, and a call under way ends in the one that it began in', async () => {
    const slow = (version: number) =>
      `exports.main = () => new Promise((resolve) => setTimeout(resolve, 300, ${String(version)}))`
    await writeBundles(folder, { versioned: slow(1) })
    cloud.reload()
    expect(await call('versioned', {})).toBe(1)
    const before = call('versioned', {})
    await call('echo', {})
    await writeBundles(folder, { versioned: slow(2) })
    cloud.reload()
    expect([await before, await call('versioned', {})]).toEqual([1, 2])
  })

  it('goes with its cloud, whatever it is doing', async () => {
    const other = await startLocalCloud({ functions: folder, indexes: {}, inThreads: true })
    const asked = post(`${other.url}/functions/busy`, { ms: 60_000 }).catch(() => 'gone')
    await post(`${other.url}/functions/echo`, {})
    await other.close()
    expect(await asked).toBe('gone')
  })
})
