import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBody } from '../../preview/cloud/http'

/** A request to the database as the SDK sends it, as far as a test needs it. */
export interface Asked {
  action: string
  collectionName?: string
  transactionId?: string
  query?: string
  data?: string
}
export type Answer = Record<string, unknown> & {
  data?: { list?: string[]; updated?: number } & Record<string, unknown>
}

export interface Tampering {
  url: string
  /** What the database answers from now on; as it does when absent. */
  with(change?: (asked: Asked, answer: Answer) => Answer): void
  close(): void
}

const MOST = 16 * 1024 * 1024

/** Stands between a command and the local cloud, and lets the database answer otherwise than it does. */
export async function openTampering(target: string): Promise<Tampering> {
  let change: ((asked: Asked, answer: Answer) => Answer) | undefined
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readBody(request, MOST)) ?? ''
    const { 'content-type': type, authorization } = request.headers
    const answer = await fetch(`${target}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(request.method === 'POST' ? { body } : {}),
    })
    let text = await answer.text()
    if (change !== undefined && request.url?.startsWith('/tcb') === true)
      text = JSON.stringify(change(JSON.parse(body) as Asked, JSON.parse(text) as Answer))
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    with: (next) => {
      change = next
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
