import { beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../cloudfunctions/app/call/context'
import { eraseAgain } from '../../cloudfunctions/deploy/restoring'
import { readSettings } from '../../cloudfunctions/deploy/settings'
import { deploymentContext } from '../../cloudfunctions/deploy/target'
import { addBranch, administrator, aStudent, Caller, codeOf, LEAGUE, leagueSecretary, valueOf } from '../support/client'
import { documentsOf } from '../support/documents'
import { localCloud } from '../support/file-cloud'
import { beforeTransaction } from '../support/meanwhile'

const cloud = localCloud()
let context: Context
beforeEach(async () => {
  await cloud.reset()
  const env = { DATA_DIR: cloud.dataDir, PORT: new URL(cloud.url).port }
  context = await deploymentContext(readSettings('local', env))
})

type Erased = readonly ['account' | 'transfer', string]
/** As after a restore: how many of these were there again. */
const again = (...erased: Erased[]) => {
  const at = new Date(context.now).toISOString()
  return eraseAgain(context, {
    environment: 'local',
    upTo: at,
    erasures: erased.map(([what, id]) => ({ what, id, at })),
  })
}
const transferOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
const erasures = () => documentsOf(cloud, 'erasures').map(({ what, _id }) => [what, _id])

describe('a sealed copy that was deleted before', () => {
  const onRoster = async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const { name, idNumber } = student.person
    const rows = [
      { name, idNumber },
      { name: '未来者', studentNumber: '1' },
    ]
    valueOf(await leagueSecretary(cloud).desk('roster.import', { branchId: LEAGUE, importId: 'i', rows }))
    return { student, id }
  }

  it('is deleted with the row of the roster that it was for, and it is written down', async () => {
    const { student, id } = await onRoster()
    expect(await again(['transfer', id])).toBe(1)
    expect(transferOf(id)).toMatchObject({ name: '', state: { erased: true } })
    expect((await student.transfer(id)).log.at(-1)).toMatchObject({ what: 'erased', by: 'system' })
    expect(documentsOf(cloud, 'roster').map(({ name }) => name)).toEqual(['未来者'])
    expect(erasures()).toEqual([['transfer', id]])
    expect((await student.transfer(id)).erased).toBe(true)
    expect((await student.me()).account?.name).toBe(student.person.name)
  })

  it('is nothing more where it is gone, or was never there', async () => {
    const { id } = await onRoster()
    expect(await again(['transfer', id], ['transfer', id], ['transfer', 'unknown'])).toBe(1)
    expect(erasures()).toHaveLength(1)
  })

  it('is left as it is where its person has erased it, or it has gone, meanwhile', async () => {
    const { id } = await onRoster()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('transfers', id, { 'state.erased': true })
    })
    expect(await again(['transfer', id])).toBe(0)
    const other = await (await aStudent(cloud)).started()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('transfers', other.id)
    })
    expect(await again(['transfer', other.id])).toBe(0)
    expect(erasures()).toEqual([])
  })
})

describe('an account that was erased before', () => {
  it('goes with its rights, whoever is left at their desks', async () => {
    const student = await aStudent(cloud)
    const accountId = (await student.me()).account?.id ?? ''
    const branchId = addBranch(cloud, 'with-one-secretary')
    const { id: transferId } = await student.started({ branchId })
    valueOf(await administrator(cloud).desk('staff.grant', { transferId, role: 'secretary' }))
    valueOf(await administrator(cloud).desk('staff.grant', { transferId, role: 'administrator' }))
    const [first] = valueOf(await student.desk('staff.list', { branchId: '*' })).items
    valueOf(await student.desk('staff.remove', { branchId: '*', id: first?.id ?? '' }))
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('LAST_SECRETARY')
    expect(await again(['account', accountId], ['account', accountId])).toBe(1)
    expect(codeOf(await student.desk('staff.list', { branchId }))).toBe('NOT_STAFF')
    expect(documentsOf(cloud, 'accounts')).toEqual([])
    expect(codeOf(await new Caller(cloud, student.openid).register(student.person))).toBe('ok')
  })
})
