import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startProcess, type Started } from './processes'
import { temporaryFolder } from '../support/temporary'

const script = new URL('../../preview/start.ts', import.meta.url)

describe('npm start', () => {
  let folder: string
  let running: Started
  beforeAll(async () => {
    folder = temporaryFolder()
    running = await startProcess(script, { DATA_DIR: folder, PORT: '0' })
  })
  afterAll(async () => {
    await kill(running)
  })

  it('is up, with the preview and the seeded branches, when it prints its address', async () => {
    expect((await fetch(`${running.url}/local/health`)).status).toBe(200)
    expect(await (await fetch(`${running.url}/`)).text()).toContain('<!doctype html>')
    const reply = await fetch(`${running.url}/functions/member`, {
      method: 'POST',
      headers: { 'x-local-openid': 'anybody' },
      body: JSON.stringify({ op: 'branch.find', input: { kind: 'league', text: '' } }),
    })
    expect(await reply.json()).toMatchObject({ ok: true })
  })

  it('has the figures of the made-up people by then: they registered within the week', async () => {
    const reply = await fetch(`${running.url}/functions/secretary`, {
      method: 'POST',
      headers: { 'x-local-openid': 'local-league-secretary' },
      body: JSON.stringify({ op: 'desk.summary', input: { branchId: 'ustb-scce-2024-league' } }),
    })
    const { value } = (await reply.json()) as { value: { people: number; days: { registered: number }[] } }
    expect(value.people).toBeGreaterThan(0)
    expect(value.days.reduce((sum, { registered }) => sum + registered, 0)).toBe(value.people)
  })

  it('ends a second one on the same data folder with a plain sentence', async () => {
    const second = await startProcess(script, { DATA_DIR: folder, PORT: '0' })
    expect(await second.exit).toBe(1)
    expect(second.errors()).toMatch(/正被另一个进程使用.*DATA_DIR/)
  })

  it('says that a port is taken and how to choose another, and leaves no half-made data', async () => {
    const { port } = new URL(running.url)
    const other = temporaryFolder()
    const second = await startProcess(script, { DATA_DIR: other, PORT: port })
    expect(await second.exit).toBe(1)
    expect(second.errors()).toMatch(new RegExp(`端口 ${port} 已被占用.*PORT`))
    expect(await readdir(other)).not.toContain('functions')
  })

  it('takes the folder over after a kill, and stops cleanly when asked', async () => {
    await kill(running)
    running = await startProcess(script, { DATA_DIR: folder, PORT: '0' })
    expect((await fetch(`${running.url}/local/health`)).status).toBe(200)
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
  })
})
