import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { lifted, MIGRATIONS } from '../../cloudfunctions/deploy/migrations'
import type { Fields } from '../../preview/cloud/values'
import { startLocalCloud } from '../support/local-cloud'
import { readAll } from './stored-shapes/read'

interface Stored {
  at: string
  openids: string[]
  /** Made for these made-up people alone. */
  keys: Record<string, string>
  documents: Record<string, (Fields & { _id: string })[]>
  /** What was seen of them by the version that wrote them. */
  views: object
}

const folder = path.join(import.meta.dirname, 'stored-shapes')
const forms = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('what earlier versions have stored', () => {
  it('is kept of every form that there has been', () => {
    expect(forms).toEqual(Array.from({ length: SCHEMA }, (_, i) => `form-${String(i + 1)}.json`))
  })

  it.each(forms)('is seen today as it was then: %s', async (name) => {
    const stored = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Stored
    const dataDir = mkdtempSync(path.join(tmpdir(), 'stored-'))
    writeFileSync(path.join(dataDir, 'keys.json'), JSON.stringify(stored.keys))
    const cloud = await startLocalCloud({ dataDir })
    try {
      await cloud.empty()
      for (const [collection, documents] of Object.entries(stored.documents)) {
        const brought = documents.map((one) => lifted(collection, one, MIGRATIONS) as Fields)
        if (brought.length > 0) cloud.store.insert(null, cloud.store.collection(collection), brought)
      }
      await cloud.clock.set(stored.at)
      // What a later version adds is welcome; what was there is there, and the same.
      expect(await readAll(cloud, stored.openids)).toMatchObject(stored.views)
    } finally {
      await cloud.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
