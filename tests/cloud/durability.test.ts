import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { connect } from '../conformance/environment'
import { kill, startProcess, type Started } from './processes'
import { temporaryFolder } from '../support/temporary'

const script = new URL('./child.ts', import.meta.url)

const rounds = 3
const writers = 6
/** Writes that are acknowledged before the kill, which then comes at any moment of the next ones. */
const warmUp = 20

it('no acknowledged write is lost and no transaction torn when the process is killed under load', async () => {
  // The SDK warns of every request that waits for the killed process.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const folder = temporaryFolder()
  let server = await startProcess(script, { DATA_DIR: folder })
  for (let round = 0; round < rounds; round++) {
    const last = await writeUntilKilled(server, `r${String(round)}`)
    server = await startProcess(script, { DATA_DIR: folder })
    const db = connect(server.url)
    for (const [id, n] of last) {
      const [pair] = (await db.collection('pairs').doc(id).get()).data
      const [log] = (await db.collection('logs').doc(id).get()).data
      expect(Number(pair?.['n'])).toBeGreaterThanOrEqual(n)
      expect(log?.['n']).toBe(pair?.['n'])
    }
  }
  await kill(server)
})

/** Each writer counts up in two documents at once; answers the last number each was told is written. */
async function writeUntilKilled(server: Started, round: string): Promise<Map<string, number>> {
  const db = connect(server.url)
  const last = new Map<string, number>()
  let acknowledged = 0
  const kills: Promise<void>[] = []
  const write = async (id: string) => {
    for (let n = 1; ; n++) {
      await db.runTransaction(async (tx) => {
        await tx.collection('pairs').doc(id).set({ n })
        await tx.collection('logs').doc(id).set({ n })
      })
      last.set(id, n)
      acknowledged++
      if (acknowledged === warmUp) kills.push(delay(Math.random() * 100).then(() => kill(server)))
    }
  }
  await Promise.allSettled(Array.from({ length: writers }, (_, i) => write(`${round}w${String(i)}`)))
  await Promise.all(kills)
  return last
}
