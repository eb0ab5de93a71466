import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDocuments } from '../../cloudfunctions/adapters/cloudbase/documents'
import { numbered } from '../../cloudfunctions/adapters/cloudbase/schema-numbers'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { FUNCTION_NAMES } from '../../cloudfunctions/build/functions'
import { countNewer } from '../../cloudfunctions/deploy/collections'
import { digestsOf, keepRelease, releaseBefore, releasesIn } from '../../cloudfunctions/deploy/releases'
import { databaseAccess } from '../../cloudfunctions/deploy/target'
import { aStudent } from '../support/client'
import { startLocalCloud } from '../support/local-cloud'

let desk: string
beforeEach(() => {
  desk = mkdtempSync(path.join(tmpdir(), 'releases-'))
})
afterEach(() => {
  rmSync(desk, { recursive: true })
})

const build = (code: string): string => {
  const built = path.join(desk, 'built')
  for (const name of FUNCTION_NAMES) {
    mkdirSync(path.join(built, name), { recursive: true })
    writeFileSync(path.join(built, name, 'index.js'), `${name} ${code}`)
  }
  return built
}

describe('the releases that a deployment keeps', () => {
  it('lead from what runs to the one before it, and are the code that ran', () => {
    const folder = path.join(desk, 'releases')
    const digests = ['one', 'two', 'three'].map((code, i) => {
      keepRelease(folder, build(code), i, i + 1)
      return digestsOf(build(code))
    })
    keepRelease(folder, build('three'), 9)
    const releases = releasesIn(folder)
    expect(releases).toHaveLength(3)
    const before = releaseBefore(releases, digests[2] ?? {})
    expect(before).toMatchObject({ schema: 2, digests: digests[1] })
    expect(readFileSync(path.join(before?.built ?? '', 'member', 'index.js'), 'utf8')).toBe('member two')
    expect(releaseBefore(releases, digests[0] ?? {})).toBeUndefined()
    expect(releaseBefore(releases, { ...digests[2], clock: 'of another desk' })).toBeUndefined()
  })

  it('are the last five', () => {
    const folder = path.join(desk, 'releases')
    for (let i = 0; i < 7; i += 1) keepRelease(folder, build(String(i)), i)
    expect(releasesIn(folder).map(({ at }) => Date.parse(at))).toEqual([6, 5, 4, 3, 2])
  })
})

describe('the number of the form', () => {
  it('is on everything that is written, is never lowered, and says what an older version cannot read', async () => {
    const cloud = await startLocalCloud()
    try {
      await aStudent(cloud)
      const [account] = [...cloud.store.collection('accounts').all()]
      expect(account?.document).toMatchObject({ schema: SCHEMA })
      const credentials = { secretId: 'local-no-credential', secretKey: 'local-no-credential' }
      const settings = { name: 'local', envId: 'local-env', trial: true, keys: {}, credentials, local: cloud.url }
      const documents = openDocuments(databaseAccess(settings))
      expect(await countNewer(documents, SCHEMA)).toEqual(new Map())
      const later = { _id: 'later', schema: SCHEMA + 1 }
      await documents.put('rights', later)
      await numbered(documents).update('rights', { _id: 'later' }, { version: 1 })
      expect(await documents.get('rights', 'later')).toEqual({ ...later, version: 1 })
      expect(await countNewer(documents, SCHEMA)).toEqual(new Map([['rights', 1]]))
      expect([...(await countNewer(documents, 0)).keys()]).toContain('accounts')
    } finally {
      await cloud.close()
    }
  })
})
