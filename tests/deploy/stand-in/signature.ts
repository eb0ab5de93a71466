import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Whether a request to the cloud's interface is signed by this account (TC3-HMAC-SHA256), as the service would judge. */
export function isSignedBy(
  { secretId, secretKey }: { secretId: string; secretKey: string },
  { service, headers, body }: { service: string; headers: IncomingHttpHeaders; body: string },
): boolean {
  const timestamp = String(headers['x-tc-timestamp'])
  const day = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
  const scope = `${day}/${service}/tc3_request`
  const canonical = [
    'POST',
    '/',
    '',
    `content-type:${String(headers['content-type'])}\nhost:${String(headers.host)}\n`,
    'content-type;host',
    sha256(body),
  ].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, day), service), 'tc3_request')
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  return (
    headers.authorization ===
    `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`
  )
}
