import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import { readBody, sendJson } from '../../../preview/cloud/http'
import { ACTIONS, ServiceError } from './actions'
import type { Database } from './database'
import { isSignedBy } from './signature'
import { newEnvironment, type Kept } from './state'
import { openTunnel, type Host, type Tunnel } from './tunnel'

const MOST_BYTES = 8 * 1024 * 1024

/** The account that the stand-in knows. */
export const ACCOUNT = {
  secretId: 'account-of-the-stand-in',
  secretKey: 'key-of-the-stand-in',
}

/** One request that came in, with its parameters as they were sent. */
export interface Called {
  service: string
  action: string
  params: Record<string, unknown>
}

/** A mishap: before the action is carried out, or after it with the answer lost. */
interface Mishap {
  action: string
  when: 'before' | 'after'
  /** How many of these actions pass first. */
  after: number
}

export interface StandIn extends Tunnel {
  envId: string
  kept: Kept
  calls: Called[]
  fail(mishap: { action: string; when: 'before' | 'after'; after?: number }): void
}

/**
 * Stands in for Tencent's management interface: one environment, one account, kept in memory. It knows the actions of
 * `ACTIONS` with exactly their parameters, answers any other with an error, and says of what is new that it is under way.
 */
export async function openStandIn(
  envId: string,
  { patience = 1, database }: { patience?: number; database?: Database } = {},
): Promise<StandIn> {
  const kept = newEnvironment()
  const calls: Called[] = []
  let mishaps: Mishap[] = []
  const struck = (name: string): Mishap | undefined => {
    const found = mishaps.find(({ action }) => action === name)
    if (found === undefined) return undefined
    if (found.after > 0) {
      found.after -= 1
      return undefined
    }
    mishaps = mishaps.filter((one) => one !== found)
    return found
  }

  const answer = async (service: string, request: IncomingMessage, body: string): Promise<object> => {
    const name = String(request.headers['x-tc-action'])
    const params = JSON.parse(body) as Record<string, unknown>
    calls.push({ service, action: name, params })
    if (!isSignedBy(ACCOUNT, { service, headers: request.headers, body }))
      throw new ServiceError('AuthFailure.SignatureFailure', 'the signature is wrong')
    const known = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (known?.service !== service) throw new ServiceError('InvalidAction', `no action ${name} of ${service}`)
    const given = v.safeParse(known.params, params)
    if (!given.success) {
      const places = given.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.type}`).join(', ')
      throw new ServiceError('InvalidParameter', `${name}: ${places}`)
    }
    for (const field of ['EnvId', 'Namespace', 'ServiceId'])
      if (params[field] !== undefined && params[field] !== envId)
        throw new ServiceError('ResourceNotFound', `no environment of this ${field}`)
    const mishap = struck(name)
    if (mishap?.when === 'before') throw new ServiceError('InternalError', 'a mishap before')
    const result = known.run({ envId, kept, patience }, given.output)
    await database?.follow(name, params, kept)
    if (mishap?.when === 'after') throw new Error('the answer is lost')
    return result
  }

  const serving =
    (service: string): Host =>
    async (request: IncomingMessage, response: ServerResponse) => {
      const body = (await readBody(request, MOST_BYTES)) ?? ''
      const RequestId = `request-${String(calls.length)}`
      try {
        sendJson(response, 200, { Response: { ...(await answer(service, request, body)), RequestId } })
      } catch (error) {
        if (!(error instanceof ServiceError)) {
          response.destroy()
          return
        }
        sendJson(response, 200, { Response: { Error: { Code: error.code, Message: error.message }, RequestId } })
      }
    }

  const hosts = new Map<string, Host>([
    ['tcb.tencentcloudapi.com', serving('tcb')],
    ['scf.tencentcloudapi.com', serving('scf')],
    ...(database?.hosts(kept) ?? []),
  ])
  const tunnel = await openTunnel(hosts)
  return {
    ...tunnel,
    envId,
    kept,
    calls,
    fail: ({ action, when, after = 0 }) => {
      mishaps.push({ action, when, after })
    },
  }
}
