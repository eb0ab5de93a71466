import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { post } from './bundles'
import { temporaryFolder } from '../support/temporary'

const hour = 3_600_000

describe('the local routes', () => {
  let cloud: TestCloud
  let dataDir: string
  const open = () => startLocalCloud({ dataDir, functions: null, indexes: { things: [] } })
  beforeAll(async () => {
    dataDir = temporaryFolder()
    cloud = await open()
  })
  beforeEach(async () => {
    await cloud.reset()
  })
  afterAll(async () => {
    await cloud.close()
  })

  const move = async (body: unknown) => {
    const response = await post(`${cloud.url}/local/clock`, body)
    return { status: response.status, ...((await response.json()) as { now?: string; error?: unknown }) }
  }
  const ahead = ({ now }: { now?: string }) => Date.parse(now ?? '') - Date.now()

  it('are up when they say so', async () => {
    const response = await fetch(`${cloud.url}/local/health`)
    expect([response.status, await response.json()]).toEqual([200, { ok: true }])
  })

  it('advance the clock by a duration, from where it stands', async () => {
    expect(ahead(await move({ advance: 'PT24H' })) / hour).toBeCloseTo(24, 2)
    expect(ahead(await move({ advance: 'P1DT1H30M' })) / hour).toBeCloseTo(49.5, 2)
    expect(ahead(await move({ advance: 'P1W' })) / hour).toBeCloseTo(49.5 + 168, 2)
    expect(ahead(await move({ advance: 'PT0.5S' })) / hour).toBeCloseTo(49.5 + 168, 2)
  })

  it('set the clock to an instant, from where it runs on', async () => {
    const { now } = await move({ set: '2024-06-01T08:00:00+08:00' })
    expect(now).toMatch(/^2024-06-01T00:00:0/)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(cloud.clock.now()).toBeGreaterThan(Date.parse(now ?? ''))
  })

  it('refuse what is no exact duration and no real instant, and leave the clock', async () => {
    const bad: unknown[] = [
      {},
      [],
      '{',
      { advance: 'P' },
      { advance: 'PT' },
      { advance: 'P1M' },
      { advance: 'P1Y' },
      { advance: '-PT1H' },
      { advance: 'PT1H ' },
      { advance: '24' },
      { advance: 24 },
      { advance: 'P99999999D' },
      { set: '2024-02-30T00:00:00Z' },
      { set: '2024-06-01' },
      { set: '2024-06-01T00:00:00' },
      { set: 'tomorrow' },
      { set: '1969-06-01T00:00:00Z' },
      { advance: 'PT1H', set: '2024-06-01T00:00:00Z' },
    ]
    for (const body of bad) expect(await move(body), JSON.stringify(body)).toMatchObject({ status: 400 })
    expect(Math.abs(cloud.clock.now() - Date.now())).toBeLessThan(1_000)
  })

  it('keep the clock over a restart', async () => {
    await move({ advance: 'P3D' })
    await cloud.close()
    cloud = await open()
    expect((cloud.clock.now() - Date.now()) / hour).toBeCloseTo(72, 2)
  })

  it('empty the data and set the clock back to real time', async () => {
    await move({ advance: 'P3D' })
    cloud.store.insert(null, cloud.store.collection('things'), [{ _id: 'a' }])
    const response = await post(`${cloud.url}/local/reset`, {})
    expect(response.status).toBe(200)
    expect(cloud.store.collection('things').read('a')).toBeNull()
    expect(Math.abs(cloud.clock.now() - Date.now())).toBeLessThan(1_000)
  })

  it('erase nothing where it is not plainly said what shall be loaded', async () => {
    const things = cloud.store.collection('things')
    cloud.store.insert(null, things, [{ _id: 'a' }])
    const odd = [
      { demo: 'yes' },
      { demo: null },
      { empty: null },
      { empty: 1 },
      { demo: true, empty: true },
      { all: 1 },
    ]
    for (const body of [...odd, [], null, 'text', '{'])
      expect((await post(`${cloud.url}/local/reset`, body)).status, JSON.stringify(body)).toBe(400)
    expect(things.read('a')).not.toBeNull()
  })

  it('answer 404 where there is nothing', async () => {
    expect((await fetch(`${cloud.url}/local/nothing`)).status).toBe(404)
    expect((await fetch(`${cloud.url}/local/reset`)).status).toBe(404)
    expect((await post(`${cloud.url}/nothing`, {})).status).toBe(404)
    expect((await post(`${cloud.url}/functions/nothing`, {})).status).toBe(404)
    for (const path of ['/functions/%', '/%', '//', '/local/%00'])
      expect(await statusWith({ host: '127.0.0.1' }, 'POST', path), path).toBe(404)
  })

  const statusWith = async (headers: Record<string, string>, method = 'POST', path = '/local/clock') => {
    const { port } = new URL(cloud.url)
    return await new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.once('error', reject)
      sent.end('{"advance":"PT1S"}')
    })
  }

  it('refuse a host name that was pointed at this machine', async () => {
    const { host, port } = new URL(cloud.url)
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'localhost.evil.example']) {
      expect(await statusWith({ host: name })).toBe(403)
    }
    expect(await statusWith({ host })).toBe(200)
    expect(await statusWith({ host: `localhost:${port}` })).toBe(200)
  })

  it('refuse writes from the pages of another site', async () => {
    const { host, origin, port } = new URL(cloud.url)
    for (const foreign of [
      'http://evil.example',
      'null',
      `https://${host}`,
      `http://localhost:${port}`,
      'http://127.0.0.1:1',
    ]) {
      expect(await statusWith({ host, origin: foreign })).toBe(403)
    }
    expect(await statusWith({ host, origin })).toBe(200)
  })

  it('listen on this machine alone', () => {
    expect(new URL(cloud.url).hostname).toBe('127.0.0.1')
  })
})
