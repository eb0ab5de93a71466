import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { orderLocal } from '../../../cloudfunctions/deploy/local-console'
import { readBody, readBytes, sendJson } from '../../../preview/cloud/http'
import type { TestCloud } from '../../support/local-cloud'
import type { Kept } from './state'
import type { Host } from './tunnel'

const MOST_BYTES = 64 * 1024 * 1024
const KEY_NAMES = ['SEAL_KEYS', 'TOKEN_KEYS', 'SIGN_KEYS']
/** Where files lie: another host than those that are asked for them, as on the platform. */
export const STORAGE = 'made-up-bucket.cos.ap-shanghai.myqcloud.com'
/** What somebody who opens a page without signing in is given. */
const TOKEN = 'token-of-somebody'

/** An environment's own database and functions, which a local cloud lends it: what is managed is done there as well. */
export interface Database {
  /** Its hosts, by name. */
  hosts(kept: Kept): ReadonlyMap<string, Host>
  /** Does in the local cloud what an action of the management interface changed. */
  follow(action: string, params: Readonly<Record<string, unknown>>, kept: Kept): Promise<void>
}

/** The database of this environment as the SDK reaches it from outside, and its storage, answered by a local cloud. */
export function databaseOf(cloud: TestCloud, envId: string, { secretId }: { secretId: string }): Database {
  const documents: Host = async (request, response) => {
    const { authorization = '', 'content-type': type = 'application/json' } = request.headers
    const pathname = new URL(request.url ?? '', 'https://x').pathname
    const mayAsk = pathname === '/web' ? authorization === `Bearer ${TOKEN}` : authorization.includes(secretId)
    const body = (await readBody(request, MOST_BYTES)) ?? ''
    if (!mayAsk || !['/web', '/admin'].includes(pathname)) {
      sendJson(response, 200, { code: 'SIGN_PARAM_INVALID', message: 'the signature is wrong' })
      return
    }
    const answer = await fetch(`${cloud.url}/tcb`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
    })
    const text = (await answer.text()).replaceAll(`${cloud.url}/storage/`, `https://${STORAGE}/`)
    sendJson(response, 200, JSON.parse(text) as object)
  }
  const files: Host = async (request, response) => {
    const { authorization = '' } = request.headers
    const body = new Uint8Array((await readBytes(request, MOST_BYTES)) ?? [])
    const answer = await fetch(`${cloud.url}/storage${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: { authorization },
      ...(request.method === 'PUT' ? { body } : {}),
    })
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
  }
  /** Whether the rules of the environment let somebody in who shows the token. */
  const mayCall = (name: string, { functionRule }: Kept): boolean => {
    const rules = JSON.parse(functionRule) as Record<string, { invoke: boolean | string } | undefined>
    const rule = (rules[name] ?? rules['*'])?.invoke
    return rule === true || rule === 'auth != null'
  }
  const gatewayOf =
    (kept: Kept): Host =>
    async (request, response) => {
      const body = (await readBody(request, MOST_BYTES)) ?? ''
      const name = /^\/v1\/functions\/(\w+)$/u.exec(request.url ?? '')?.[1]
      if (request.url === '/auth/v1/signin/anonymously') sendJson(response, 200, { access_token: TOKEN })
      else if (name === undefined || request.headers.authorization !== `Bearer ${TOKEN}` || !mayCall(name, kept))
        sendJson(response, 403, { code: 'PERMISSION_DENIED' })
      else {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(`${cloud.url}/functions/${name}`, { method: 'POST', headers, body })
        sendJson(response, answer.status, await answer.json())
      }
    }

  const order = (body: object): Promise<void> => orderLocal(cloud.url, body)
  const remake = async (collection: string, kept: Kept): Promise<void> => {
    const indexes = kept.tables.get(collection)?.indexes ?? []
    await order({ collection, drop: true })
    await order({
      collection,
      indexes: indexes.map(({ IndexName, MgoKeySchema }) => ({
        name: IndexName,
        unique: MgoKeySchema.MgoIsUnique,
        keys: MgoKeySchema.MgoIndexKeys.map(({ Name, Direction }) => [Name, Number(Direction)]),
      })),
    })
  }
  /** The functions here are those of the local cloud, all with one environment. */
  const giveKeys = async (name: string, kept: Kept): Promise<void> => {
    const file = path.join(cloud.dataDir, 'keys.json')
    const given = kept.functions.get(name)?.info.Environment.Variables ?? []
    const keys = Object.fromEntries(
      given.filter(({ Key }) => KEY_NAMES.includes(Key)).map(({ Key, Value }) => [Key, Value]),
    )
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...keys }))
    await order({ keys: 'again' })
  }
  return {
    hosts: (kept) =>
      new Map([
        [`${envId}.tcb-api.tencentcloudapi.com`, documents],
        [`${envId}.ap-shanghai.tcb-api.tencentcloudapi.com`, documents],
        [`${envId}.api.tcloudbasegateway.com`, gatewayOf(kept)],
        [STORAGE, files],
      ]),
    follow: async (action, params, kept) => {
      const named = [params['TableName'], params['CollectionName']].find((name) => typeof name === 'string')
      const collection = named ?? ''
      const isScratch = collection.startsWith('check_')
      if (isScratch && (action === 'CreateTable' || action === 'UpdateTable')) await remake(collection, kept)
      if (isScratch && action === 'DeleteTable') await order({ collection, drop: true })
      if (action === 'ModifyDatabaseACL') await order({ collection, permission: params['AclTag'] })
      if (action === 'UpdateFunctionConfiguration' || action === 'CreateFunction')
        await giveKeys(String(params['FunctionName']), kept)
    },
  }
}
