import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificateFor } from './certificate'

/** Answers for one host of the outside world. */
export type Host = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

export interface Tunnel {
  /** The proxy to go out by. */
  url: string
  /** What has to be trusted for it: the content of a file that `NODE_EXTRA_CA_CERTS` names. */
  authority: string
  /** From now on the proxy does not lead to this host. */
  shut(host: string): void
  close(): void
}

/**
 * A proxy on loopback behind which these hosts stand, and nothing else: whoever asks for another is refused. Names begin
 * with `*.` where they stand for all of a domain.
 */
export async function openTunnel(hosts: ReadonlyMap<string, Host>): Promise<Tunnel> {
  const names = [...hosts.keys()]
  const { certificate, key } = certificateFor(names)
  const shut = new Set<string>()
  const hostOf = (name: string): Host | undefined =>
    hosts.get(name) ?? hosts.get(names.find((one) => one.startsWith('*.') && name.endsWith(one.slice(1))) ?? '')

  const inside = createHttpsServer({ cert: certificate, key }, (request, response) => {
    const host = hostOf((request.headers.host ?? '').replace(/:\d+$/, ''))
    Promise.resolve(host?.(request, response)).catch(() => {
      response.destroy()
    })
  })
  const proxy = createHttpServer((_request, response) => {
    response.writeHead(405).end()
  })
  proxy.on('connect', (request: IncomingMessage, socket: import('node:net').Socket) => {
    socket.on('error', () => socket.destroy())
    const name = (request.url ?? '').replace(/:\d+$/, '')
    if (hostOf(name) === undefined || shut.has(name)) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    inside.emit('connection', socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    authority: certificate,
    shut: (host) => {
      shut.add(host)
    },
    close: () => {
      proxy.close()
      proxy.closeAllConnections()
      inside.closeAllConnections()
    },
  }
}
