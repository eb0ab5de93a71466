import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { post } from './bundles'
import { temporaryFolder } from '../support/temporary'

describe('a reset of the product', () => {
  let cloud: TestCloud
  let dataDir: string
  beforeAll(async () => {
    dataDir = temporaryFolder()
    cloud = await startLocalCloud({ dataDir })
  })
  afterAll(async () => {
    await cloud.close()
  })

  const size = (name: string) => cloud.store.collection(name).versions.size
  const sizes = () => ['branches', 'wechats', 'accounts', 'transfers'].map(size)

  it('loads the branches and the staff, the cohort where it is asked for, and nothing at all where that is', async () => {
    await post(`${cloud.url}/local/reset`, {})
    const [branches = 0, staff = 0, ...people] = sizes()
    expect([branches > 1, staff > 2, ...people]).toEqual([true, true, 0, 0])
    await post(`${cloud.url}/local/reset`, { demo: true })
    expect(size('accounts')).toBeGreaterThan(10)
    await post(`${cloud.url}/local/reset`, { empty: true })
    expect(sizes()).toEqual([0, 0, 0, 0])
    const reply = await cloud.call('member', 'branch.find', { kind: 'league', text: '' }, 'anybody')
    expect(reply).toEqual({ ok: true, value: [] })
  })

  it('stays empty over a restart', async () => {
    await cloud.empty()
    await cloud.close()
    cloud = await startLocalCloud({ dataDir })
    expect(sizes()).toEqual([0, 0, 0, 0])
  })
})
