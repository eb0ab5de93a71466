import { unzipSync } from 'fflate'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { digestsOf, releasesFolder, releasesIn } from '../../cloudfunctions/deploy/releases'
import { aStudent, codeOf, type Student } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { openDesk, type Desk } from './command'
import { databaseOf } from './stand-in/database'
import { ACCOUNT, openStandIn, type StandIn } from './stand-in/management'

const ENV_ID = 'league-0g1abc'
let cloud: TestCloud
let standIn: StandIn
let desk: Desk
let student: Student

const rollback = (...line: string[]) => desk.run('rollback', ['--env', 'production', ...line])
const BEFORE = '\n// the version before'
const codeOfMember = (): string => {
  const files = unzipSync(standIn.kept.functions.get('member')?.zip ?? Buffer.alloc(0))
  const main = Object.entries(files).find(([name]) => name.endsWith('index.js'))?.[1]
  return Buffer.from(main ?? []).toString()
}
const changed = () =>
  standIn.calls.map(({ action }) => action).filter((action) => !/^(?:Describe|List|Get)/.test(action))
const putRecord = (schema: number) => {
  cloud.store.insert(null, cloud.store.collection('rights'), [{ _id: `form-${String(schema)}`, schema, version: 1 }])
}

beforeAll(async () => {
  cloud = await startLocalCloud()
  student = await aStudent(cloud)
  standIn = await openStandIn(ENV_ID, { database: databaseOf(cloud, ENV_ID, ACCOUNT) })
  desk = openDesk(standIn)
  const keys = JSON.parse(readFileSync(path.join(cloud.dataDir, 'keys.json'), 'utf8')) as Record<string, string>
  desk.write({ ...ACCOUNT, environments: { production: { envId: ENV_ID, keys } } })
})
afterAll(async () => {
  desk.close()
  standIn.close()
  await cloud.close()
})

describe('npm run rollback', () => {
  it('says that nothing is kept where nothing was deployed from here', async () => {
    const ended = await rollback()
    expect(ended).toMatchObject({ status: 1, text: expect.stringContaining('退不回去') as string })
    expect(changed()).toEqual([])
  })

  it('brings the functions of the version before back, people and data staying', async () => {
    expect((await desk.run('deploy', ['--env', 'production'])).status).toBe(0)
    const [first] = releasesIn(releasesFolder({ DEPLOY_FILE: desk.settings }, 'production'))
    if (first === undefined) throw new Error('nothing kept')
    // Of what was deployed another version is made, which ran before it.
    appendFileSync(path.join(first.built, 'member', 'index.js'), BEFORE)
    const { built, ...about } = { ...first, at: '2020-01-01T00:00:00.000Z', digests: digestsOf(first.built) }
    writeFileSync(path.join(path.dirname(built), 'release.json'), JSON.stringify(about))
    expect((await desk.run('deploy', ['--env', 'production'])).text).toContain('没有需要改动的地方')

    standIn.calls.length = 0
    const rehearsed = await rollback('--dry-run')
    expect(rehearsed).toMatchObject({ status: 0, text: expect.stringContaining('更新函数 member 的代码') as string })
    expect(changed()).toEqual([])

    const done = await rollback()
    expect(done).toMatchObject({ status: 0, text: expect.stringContaining('页面没有退回') as string })
    expect(changed()).toEqual(['UpdateFunctionCode', 'UpdateFunctionConfiguration'])
    expect(codeOfMember()).toContain(BEFORE)
    expect(codeOf(await student.call('member', 'account.me', {}))).toBe('ok')
    // It is the version before now: before it there is none.
    expect(await rollback()).toMatchObject({ status: 1, text: expect.stringContaining('退不回去') as string })
  })

  it('is refused, with the count, where there are records that the version before cannot read', async () => {
    expect((await desk.run('deploy', ['--env', 'production'])).status).toBe(0)
    putRecord(SCHEMA + 1)
    putRecord(SCHEMA + 2)
    standIn.calls.length = 0
    const refused = await rollback()
    expect(refused).toMatchObject({ status: 1, text: expect.stringContaining('rights 2 条') as string })
    expect(changed()).toEqual([])
  })

  it('is no command for the local cloud', async () => {
    const ended = await desk.run('rollback', ['--env', 'local'])
    expect(ended).toMatchObject({ status: 1, text: expect.stringContaining('npm start') as string })
  })
})
