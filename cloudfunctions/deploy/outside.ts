import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface Answer {
  status: number
  body: string
}

const PATIENCE_MS = 20_000

/** A connection to a host through a proxy, which leads there without seeing what is said. */
const throughProxy = (proxy: string, { hostname, port }: URL): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const path = `${hostname}:${port === '' ? '443' : port}`
    const asked = requestHttp(proxy, { method: 'CONNECT', path })
    asked.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) resolve(socket)
      else reject(new Error('the proxy does not lead there'))
    })
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('the proxy does not answer')))
    asked.on('error', reject)
    asked.end()
  })

/** Asks an address as anybody outside could, by the way out of this network where there is one. */
export const askOutside = async (
  address: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
  proxy?: string,
): Promise<Answer> => {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  const socket = isSecure && proxy !== undefined ? await throughProxy(proxy, url) : undefined
  // Without an agent: one would make a connection of its own.
  const way = socket === undefined ? {} : { createConnection: () => connectTls({ socket, servername: url.hostname }) }
  return new Promise((resolve, reject) => {
    const asked = (isSecure ? requestHttps : requestHttp)(url, { method, headers, ...way }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: text })
      })
      answer.on('error', reject)
    })
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('no answer')))
    asked.on('error', reject)
    asked.end(body)
  })
}
