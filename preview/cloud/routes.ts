import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from '../../cloudfunctions/contract'
import type { Database } from './database'
import { ConnectionDropped } from './faults'
import type { Gate } from './gate'
import { mostRequestBytes, tooLarge, type FunctionHost } from './function-host'
import { foreign, header, isRecord, parseJson, readBody, sendJson, sendJsonBytes } from './http'
import type { LocalRoutes } from './local-routes'
import type { Wechat } from './wechat'
import type { Storage } from './storage'

/** What the addresses of requests are read against; they name no host themselves. */
const origin = 'http://127.0.0.1'
const mostDatabaseBytes = 64 * 1024 * 1024

export interface Routed {
  database: Database
  storage: Storage
  host: FunctionHost
  local: LocalRoutes
  /** Functions that the HTTP access service leads to; the others have no address. */
  accessible: readonly string[]
  /** WeChat's own server, as functions reach it; null where there is none. */
  wechat: Wechat | null
  gate: Gate
  /** Answers what nobody else does; false when it does not know the path either. */
  preview: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

/** Leads every request to the part of the local cloud that it is for. */
export async function route(parts: Routed, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = foreign(request)
  if (refused !== null) {
    request.resume()
    sendJson(response, 403, { error: refused })
    return
  }
  const { method, url: address = '/' } = request
  if (!URL.canParse(address, origin)) {
    request.resume()
    sendJson(response, 404, { error: 'not found' })
    return
  }
  const url = new URL(address, origin)
  const [, kind, name = '', ...rest] = url.pathname.split('/')
  if (kind === 'tcb' && method === 'POST') await database(parts.database, request, response)
  else if (kind === 'storage') await parts.storage.serve(name, url, request, response)
  else if (kind === 'functions' && method === 'POST') await callFunction(parts, name, request, response)
  else if (kind === 'http') await access(parts, name, `/${rest.join('/')}`, url, request, response)
  else if (kind === 'wechat' && method === 'POST')
    await wechat(parts.wechat, [name, ...rest].join('/'), url, request, response)
  else if (kind === 'local') await parts.local.handle(name, request, response)
  else if (method !== 'GET' && method !== 'HEAD') sendJson(response, 404, { error: 'not found' })
  else if (!(await parts.preview(request, response))) sendJson(response, 404, { error: 'not found' })
}

async function database(target: Database, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, mostDatabaseBytes)
  if (request.headers.authorization === undefined) {
    sendJson(response, 200, { code: 'SIGN_PARAM_INVALID', message: 'missing signature' })
  } else {
    // A server signs each request; a client shows a token of its own.
    const client = request.headers.authorization.startsWith('Bearer ')
    try {
      sendJson(response, 200, await target.handle(parseJson(body ?? ''), client))
    } catch (error) {
      if (!(error instanceof ConnectionDropped)) throw error
      request.socket.destroy()
    }
  }
}

async function wechat(
  target: Wechat | null,
  name: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, mostRequestBytes)
  const answer = target?.answer(name, url.searchParams, parseJson(body ?? ''))
  if (answer === undefined) sendJson(response, 404, { error: 'not found' })
  else sendJson(response, 200, answer)
}

const notJson: Reply<never> = {
  ok: false,
  error: { code: 'BAD_INPUT', detail: { fields: [{ path: '', rule: 'json' }] } },
}

async function callFunction(
  { host, gate }: Routed,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, mostRequestBytes)
  if (!host.has(name)) {
    sendJson(response, 404, { error: `no function ${name}` })
    return
  }
  const data = body === null ? null : parseJson(body)
  if (body === null) sendJson(response, 200, tooLarge)
  else if (!isRecord(data)) sendJson(response, 200, notJson)
  else {
    const openid = header(request, 'x-local-openid') ?? null
    sendJsonBytes(response, 200, Buffer.from(await gate.enter(() => host.answer(name, data, openid))))
  }
}

async function access(
  { host, accessible, gate }: Routed,
  name: string,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, mostRequestBytes)
  if (!accessible.includes(name) || !host.has(name)) {
    sendJson(response, 404, { error: 'not found' })
  } else if (body === null) {
    sendJson(response, 200, tooLarge)
  } else {
    const asked = {
      path,
      httpMethod: request.method ?? 'GET',
      headers: Object.fromEntries(Object.keys(request.headers).map((key) => [key, header(request, key) ?? ''])),
      queryStringParameters: Object.fromEntries(url.searchParams),
      body,
    }
    const reply = await gate.enter(() => host.access(name, asked))
    response.writeHead(reply.statusCode, reply.headers)
    response.end(reply.body)
  }
}
