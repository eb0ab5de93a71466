import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import openapi from '../../../cloudfunctions/province/openapi.json'
import { BUNDLES } from '../../support/build-functions'
import { startLocalCloud, type TestCloud } from '../../support/local-cloud'
import { zhangMei } from '../../support/people'

const CLIENT = path.resolve(import.meta.dirname, '../../../cloudfunctions/province/client.mjs')
const { Answer, Keys, Refused, Request } = openapi.components.schemas

let cloud: TestCloud
let folder: string

/** Runs the client that the guide hands out, as another system's engineer would. */
const client = (claims: object): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const line = [CLIENT, `${cloud.url}/http/province`, 'hebei', path.join(folder, 'private.jwk')]
    const child = execFile(process.execPath, line, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Record<string, unknown>)
      else reject(new Error(stderr))
    })
    child.stdin?.end(JSON.stringify(claims))
  })

/** What a value has that its description lacks, or lacks that its description demands. */
const strays = (value: object, schema: { required: string[]; properties: object }): string[] => [
  ...Object.keys(value).filter((key) => !Object.hasOwn(schema.properties, key)),
  ...schema.required.filter((key) => !Object.hasOwn(value, key)),
]

beforeAll(async () => {
  cloud = await startLocalCloud({ functions: BUNDLES })
  await cloud.reset()
  folder = mkdtempSync(path.join(os.tmpdir(), 'outside-system-'))
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const registered = await cloud.call(
    'secretary',
    'province.register',
    { code: 'hebei', name: '河北', publicKey: await exportJWK(publicKey) },
    'local-admin',
  )
  if (!registered.ok) throw new Error(registered.error.code)
  const { kid } = registered.value as { kid: string }
  writeFileSync(path.join(folder, 'private.jwk'), JSON.stringify({ ...(await exportJWK(privateKey)), kid }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await cloud.close()
})

describe('the description of the interface for outside systems', () => {
  const claims = { name: zhangMei.name, idNumber: zhangMei.idNumber, branchSystemId: '5324992' }

  it('holds for what the client of twenty lines is answered', async () => {
    const stranger = await client(claims)
    expect(strays(stranger, Answer)).toEqual([])
    expect(stranger).toMatchObject({ outcome: 'failed', code: 'NOT_REGISTERED' })
    const consent = { version: '1', terms: true, sensitive: true }
    await cloud.call('member', 'account.register', { ...zhangMei, consent }, 'student')
    const start = { kind: 'league', origin: 'province', branchId: 'ustb-scce-2024-league', commandId: 'start' }
    await cloud.call('member', 'transfer.start', start, 'student')
    const early = await client(claims)
    expect(strays(early, Answer)).toEqual([])
    expect(early).toMatchObject({ outcome: 'failed', code: 'NOT_APPROVED' })
    expect(Answer.properties.code.enum).toEqual(expect.arrayContaining([stranger['code'], early['code']]))
  })

  it('demands of a request what the function demands', async () => {
    expect(await client({ name: claims.name, idNumber: claims.idNumber })).toMatchObject({ code: 'BAD_INPUT' })
    const demanded = Request.required.filter((name) => name in claims)
    expect(demanded).toEqual(expect.arrayContaining(['name', 'idNumber']))
    for (const field of demanded) {
      const lacking = Object.fromEntries(Object.entries(claims).filter(([name]) => name !== field))
      expect(await client(lacking), field).toMatchObject({ outcome: 'failed', code: 'BAD_INPUT' })
    }
  })

  it('covers a branch that is named alone, and the limit on people whom nobody knows', async () => {
    const { branchSystemId, ...named } = { ...claims, branchName: '计通24级临时团支部' }
    expect(branchSystemId).not.toBe('')
    const empty = await client({ ...named, branchSystemId: '' })
    expect(empty).toMatchObject({ code: 'NOT_APPROVED' })
    expect(Request.properties.branchSystemId.description).toContain('empty')
    const stranger = { ...claims, idNumber: '110101200001010015' }
    expect(await client(stranger)).toMatchObject({ code: 'NOT_REGISTERED' })
    const limits = cloud.store.collection('limits')
    const used = { change: { $set: { count: 100 } }, replace: false, upsert: false }
    await cloud.store.modify(null, limits, { id: 'unknown:hebei' }, used, { documents: 0 })
    expect(await client(stranger)).toMatchObject({ outcome: 'failed', code: 'TOO_MANY' })
    expect(Answer.properties.code.enum).toContain('TOO_MANY')
  })

  it('names every path, method and status that the function answers', async () => {
    const keys = await fetch(`${cloud.url}/http/province/keys`)
    expect(keys.status).toBe(200)
    expect(strays((await keys.json()) as object, Keys)).toEqual([])
    const unsigned = await fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body: 'unsigned' })
    expect(Object.keys(openapi.paths['/requests'].post.responses)).toContain(String(unsigned.status))
    expect(strays((await unsigned.json()) as object, Refused)).toEqual([])
    expect((await fetch(`${cloud.url}/http/province/members`)).status).toBe(404)
    expect(Object.keys(openapi.paths)).toEqual(['/requests', '/keys'])
  })
})
