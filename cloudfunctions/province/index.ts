import { openCall } from '../adapters/function'
import { serveProvince, type HttpReply } from '../adapters/province'
import { readKeys } from '../adapters/sealing'
import { createSignatures } from '../adapters/signatures'
import { Contention, type Signatures } from '../app/store/ports'

/** Off until the deployment names the identifier that outside systems address us by. */
const audience = process.env['PROVINCE_AUDIENCE'] ?? ''

/** Where the deployment's HTTP access service leads here. */
const prefix = process.env['PROVINCE_PATH'] ?? '/province'

let signatures: Signatures | undefined

/** The function `province`: outside systems, over the HTTP access service, by signed request. */
export const main = async (event: unknown, platform: unknown): Promise<HttpReply> => {
  if (audience === '') return { statusCode: 404, headers: {}, body: '' }
  const { context, close } = openCall('province', platform)
  try {
    signatures ??= createSignatures(readKeys('SIGN_KEYS', process.env['SIGN_KEYS']))
    const { http, op, code } = await serveProvince(context, signatures, event, audience, prefix)
    close({ op, code })
    return http
  } catch (error) {
    const contention = error instanceof Contention
    close({ op: null, code: contention ? 'TRY_AGAIN' : 'INTERNAL' })
    // A request that was not taken up may be sent again as it is.
    if (contention) return { statusCode: 503, headers: { 'retry-after': '60' }, body: '' }
    const kind = error instanceof Error ? error.name : typeof error
    console.error(JSON.stringify({ fault: 'province', traceId: context.traceId, kind }))
    return {
      statusCode: 500,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ traceId: context.traceId }),
    }
  }
}
