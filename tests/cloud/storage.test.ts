import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { init } from '@cloudbase/node-sdk'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'

describe('the storage, as the SDK speaks to it', () => {
  let cloud: TestCloud
  let dataDir: string
  let app: ReturnType<typeof init>
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'storage-'))
    cloud = await startLocalCloud({ functions: null, dataDir })
    const given = { TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'local', SCF_NAMESPACE: 'local-env' }
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value)
    vi.stubEnv('TCB_CONTEXT_CNFG', JSON.stringify({ URL: `${cloud.url}/tcb` }))
    app = init({ env: 'local-env', secretId: 'local-no-credential', secretKey: 'local-no-credential' })
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await cloud.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const put = async (cloudPath: string, content: string) =>
    (await app.uploadFile({ cloudPath, fileContent: Buffer.from(content) })).fileID
  const addressOf = async (fileID: string, maxAge = 60) =>
    (await app.getTempFileURL({ fileList: [{ fileID, maxAge }] })).fileList[0]

  it('keeps a file under the id that was foretold, and gives it by its address until that runs out', async () => {
    const { data } = await app.getUploadMetadata({ cloudPath: 'a/名单.txt' })
    const id = await put('a/名单.txt', 'first')
    expect(id).toBe(data.fileId)
    const url = (await addressOf(id))?.tempFileURL ?? ''
    expect(await (await fetch(url)).text()).toBe('first')
    await put('a/名单.txt', 'second')
    expect(await (await fetch(url)).text()).toBe('second')
    await cloud.clock.advance('PT1M')
    expect((await fetch(url)).status).toBe(403)
  })

  it('removes a file, and says of others that they are not there', async () => {
    const id = await put('b', 'x'.repeat(300_000))
    const gone = `${id}-not`
    const deleted = await app.deleteFile({ fileList: [id, gone] })
    expect(deleted.fileList.map(({ code }) => code)).toEqual(['SUCCESS', 'STORAGE_FILE_NONEXIST'])
    expect(await addressOf(id)).toMatchObject({ code: 'STORAGE_FILE_NONEXIST' })
  })

  it('takes a file by what it signed alone, and calls none by a name that was asked for', async () => {
    const { data } = await app.getUploadMetadata({ cloudPath: '../../outside' })
    const send = (url: string, authorization: string) =>
      fetch(url, { method: 'PUT', headers: { authorization }, body: 'file' })
    expect((await send(data.url, '')).status).toBe(403)
    expect((await send(data.url.replace(/.$/u, 'g'), data.authorization)).status).toBe(403)
    expect((await send(data.url, data.authorization)).status).toBe(200)
    await cloud.clock.advance('PT10M')
    expect((await send(data.url, data.authorization)).status).toBe(403)
    const names = await readdir(join(dataDir, 'storage'))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{64}$/u)
  })

  it('is emptied with the data', async () => {
    const id = await put('c', 'file')
    await cloud.reset()
    expect(await addressOf(id)).toMatchObject({ code: 'STORAGE_FILE_NONEXIST' })
  })
})
