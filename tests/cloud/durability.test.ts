import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connect, rowsOf, type Db } from '../conformance/environment'
import { temporaryFolder } from './bundles'
import { kill, startProcess } from './processes'

type Tx = Awaited<ReturnType<Db['startTransaction']>>

const rounds = 3
const writers = 6

it('no acknowledged write is lost and no transaction torn when the process is killed under load', async () => {
  const folder = await temporaryFolder()
  let server = await startProcess('tests/cloud/child.ts', { DATA_DIR: folder })
  let acknowledged = 0
  for (let round = 0; round < rounds; round++) {
    const last = await writeUntilKilled(connect(server.url), round, async () => {
      await delay(250 + Math.random() * 300)
      await kill(server)
    })
    server = await startProcess('tests/cloud/child.ts', { DATA_DIR: folder })
    const db = connect(server.url)
    for (const [id, n] of last) {
      const [pair] = rowsOf(await db.collection('pairs').doc(id).get())
      const [log] = rowsOf(await db.collection('logs').doc(id).get())
      expect(Number(pair?.['n'])).toBeGreaterThanOrEqual(n)
      expect(log?.['n']).toBe(pair?.['n'])
      acknowledged += n
    }
  }
  await kill(server)
  expect(acknowledged).toBeGreaterThan(rounds * writers)
}, 60_000)

/** Each writer counts up in two documents at once; answers the last number each was told is written. */
async function writeUntilKilled(db: Db, round: number, killing: () => Promise<void>): Promise<Map<string, number>> {
  const last = new Map<string, number>()
  let alive = true
  const write = async (id: string) => {
    for (let n = 1; alive; n++) {
      await db.runTransaction(async (tx: Tx) => {
        await tx.collection('pairs').doc(id).set({ n })
        await tx.collection('logs').doc(id).set({ n })
      })
      last.set(id, n)
    }
  }
  const running = Array.from({ length: writers }, (_, i) =>
    write(`r${String(round)}w${String(i)}`).catch(() => undefined),
  )
  await killing()
  alive = false
  await Promise.all(running)
  return last
}
