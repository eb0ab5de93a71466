import type { IncomingMessage, ServerResponse } from 'node:http'
import { jsonBytes } from './json-bytes'

/** A request's body up to a limit; `null` when it is longer. What is too long is read on and thrown away. */
export function readBytes(request: IncomingMessage, most: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.byteLength
      if (size <= most) parts.push(part)
    })
    request.once('end', () => {
      const [only] = parts
      resolve(size > most ? null : parts.length === 1 && only !== undefined ? only : Buffer.concat(parts))
    })
    request.once('error', reject)
    request.once('close', () => {
      reject(new Error('the request was cut off'))
    })
  })
}

/** As `readBytes`, as text. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  return (await readBytes(request, most))?.toString() ?? null
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendJsonBytes(response, status, jsonBytes(value))
}

/** As `sendJson`, for what is JSON already. */
export function sendJsonBytes(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.byteLength,
    'cache-control': 'no-store',
  })
  response.end(body)
}

/** A header of a request; undefined where it is not there or empty. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  const text = Array.isArray(value) ? value.join(', ') : value
  return text === '' ? undefined : text
}

/** The JSON value of a text, `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Why a request is refused, if it is. Another name in `Host` is a name that was pointed at this machine from outside,
 * and an `Origin` of another site is a page that writes here without being asked.
 */
export function foreign(request: IncomingMessage): string | null {
  const host = request.headers.host ?? ''
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host)) return 'host'
  const { origin } = request.headers
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'origin'
  return null
}
