import { openid } from '../phone'
import { api, WxFailure } from './api'

interface Call {
  readonly name: string
  readonly data?: unknown
}

/** Calls a function of the local cloud as the person who holds the phone. */
async function callFunction({ name, data }: Call): Promise<{ result: unknown; requestID: string }> {
  const response = await fetch(`/functions/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-local-openid': openid },
    body: JSON.stringify(data ?? {}),
  }).catch(() => {
    throw new WxFailure('request:fail 网络不可用', -1)
  })
  if (!response.ok) throw new WxFailure(`${String(response.status)} ${await response.text()}`, -504002)
  return { result: await response.json(), requestID: crypto.randomUUID() }
}

/** `wx.cloud`: functions alone. Database and storage are closed to clients in this project, so they are not here. */
export const cloud = {
  init(): void {
    // The environment is the one local cloud.
  },
  callFunction: api('cloud.callFunction', callFunction),
}
