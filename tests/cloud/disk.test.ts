import { readdir, rm } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { temporaryFolder } from '../support/temporary'

const script = fileURLToPath(new URL('./start-on-full-disk.ts', import.meta.url))

describe('a full disk', () => {
  let cloud: TestCloud | undefined
  afterEach(async () => {
    vi.restoreAllMocks()
    await cloud?.close()
    cloud = undefined
  })

  const health = async (url: string) => (await fetch(`${url}/local/health`)).status
  const draft = (data: string) => ({
    form: 'register',
    data: { name: data },
    consent: { version: '1', terms: true, sensitive: true },
  })

  it('while it runs: a call may be tried again, what is there can be read, and health says so until there is room', async () => {
    cloud = await startLocalCloud()
    const { call, url } = { call: cloud.call.bind(cloud), url: cloud.url }
    expect(await health(url)).toBe(200)
    cloud.fillDisk(0)
    const save = () => call('member', 'draft.save', draft('x'.repeat(10_000)), 'somebody')
    expect(await save()).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    expect(await save()).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    expect(await health(url)).toBe(503)
    expect(await call('member', 'account.me', {}, 'somebody')).toMatchObject({ ok: true })
    cloud.fillDisk(null)
    expect(await health(url)).toBe(200)
    expect(await save()).toMatchObject({ ok: true })
  })

  it('while it is reset: one clear line and TRY_AGAIN, and the next reset is whole', async () => {
    cloud = await startLocalCloud()
    const { url } = cloud
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    cloud.fillDisk(0)
    const reset = () => fetch(`${url}/local/reset`, { method: 'POST', body: '{"demo":true}' })
    const refused = await reset()
    expect([refused.status, await refused.json()]).toEqual([503, { error: { code: 'TRY_AGAIN' } }])
    expect(printed.mock.calls).toEqual([[expect.stringMatching(/^磁盘已满[^\n]*$/) as string]])
    cloud.fillDisk(null)
    expect((await reset()).status).toBe(200)
    expect(cloud.store.collection('branches').versions.size).toBeGreaterThan(1)
  })

  it('at the start and at a restart: one clear line, and the data is as it was', async () => {
    const folder = temporaryFolder()
    const first = await startLimited(folder, 4)
    expect(first).toEqual({ code: 1, said: [expect.stringMatching(/^磁盘已满.*DATA_DIR/) as string] })
    expect((await readdir(folder)).filter((name) => name.startsWith('check-'))).toEqual([])
    await rm(folder, { recursive: true })
    cloud = await startLocalCloud({ functions: null, dataDir: folder })
    await cloud.close()
    const again = await startLimited(folder, 4)
    expect(again).toEqual({ code: 1, said: [expect.stringMatching(/^磁盘已满.*DATA_DIR/) as string] })
    cloud = await startLocalCloud({ functions: null, dataDir: folder })
    expect(cloud.store.collection('branches').versions.size).toBeGreaterThan(1)
  })
})

/** Starts in a process that the system lets write files of so many blocks and no larger. */
async function startLimited(folder: string, blocks: number): Promise<{ code: number | null; said: string[] }> {
  const command = `trap '' XFSZ; ulimit -f ${String(blocks)}; exec "$0" --import tsx "$1"`
  const child = spawn('/bin/sh', ['-c', command, process.execPath, script], {
    env: { ...process.env, DATA_DIR: folder, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said: said.split('\n').filter((line) => line !== '') }
}
