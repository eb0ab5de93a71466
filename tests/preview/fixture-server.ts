import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPreview } from '../../preview/pages/serve'

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const FIXTURE = fileURLToPath(new URL('fixture', import.meta.url))

export interface FixtureServer {
  readonly url: string
  /** The mini-program being served: a copy that a test may break. */
  readonly root: string
  close(): Promise<void>
}

/** Serves a copy of the fixture's pages, and one function that answers who called it with which operation. */
export async function serveFixture({ watch = false } = {}): Promise<FixtureServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'preview-fixture-'))
  const root = path.join(folder, 'miniprogram')
  cpSync(FIXTURE, root, { recursive: true })
  const preview = await createPreview({ projectRoot: PROJECT, watch, root })
  const server = http.createServer((request, response) => {
    void preview.handle(request, response).then(async (handled) => {
      if (handled) return
      const { status, body } = await answer(request)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${String(port)}`,
    root,
    close: async () => {
      preview.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answer(request: http.IncomingMessage): Promise<{ status: number; body: unknown }> {
  if (request.url === '/local/state') return { status: 200, body: STATE }
  if (request.method !== 'POST' || request.url !== '/functions/member') return { status: 404, body: {} }
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const { op } = JSON.parse(text) as { op: string }
  return { status: 200, body: { openid: request.headers['x-local-openid'], op } }
}

const STATE = {
  now: '2026-11-23T06:05:00.000Z',
  calls: [
    { at: '2026-11-23T06:04:00.000Z', fn: 'member', op: 'account.me', code: 'ok', ms: 3, openid: 'local-student-1' },
  ],
  messages: [{ at: '2026-11-23T06:04:30.000Z', openid: 'local-student-1', page: '', text: '团支部已同意你的加入申请' }],
}
