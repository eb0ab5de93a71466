import { describe, expect, it } from 'vitest'
import { aCommandId, aStudent, LEAGUE, leagueSecretary, valueOf, type Student } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

describe('the row of somebody who comes a second time', () => {
  const cloud = localCloud()
  const desk = () => leagueSecretary(cloud)
  const rowOf = (name: string) => documentsOf(cloud, 'roster').find((row) => row['name'] === name)
  const listed = async (rows: { name: string; idNumber: string }[]) => {
    const input = { branchId: LEAGUE, importId: aCommandId(), rows }
    return valueOf(await desk().desk('roster.import', input))
  }
  /** Through, and begun anew under another name: the earlier transfer keeps the one that it had. */
  const renamed = async (student: Student, name: string) => {
    const first = await student.started({ origin: 'beijing', reason: '升学' })
    await desk().approved(first)
    const second = await student.started()
    valueOf(await student.member('account.amend', { name }))
    return { first, second }
  }

  it.each([
    ['open', '后来的名字'],
    ['closed', '更后来的名字'],
  ])('is the newer transfer’s, whichever of the two it fits better: %s', async (stands, name) => {
    const student = await aStudent(cloud)
    const { first, second } = await renamed(student, name)
    if (stands === 'closed') valueOf(await student.act(await student.transfer(second.id), { action: 'withdraw' }))
    await listed([{ name, idNumber: student.person.idNumber }])
    expect(rowOf(name)).toMatchObject({ transferId: second.id, match: 'full' })
    const { items } = valueOf(await desk().desk('desk.list', { branchId: LEAGUE, limit: 100 }))
    const matchOf = (id: string) => items.find((item) => item.id === id)?.rosterMatch
    expect([matchOf(first.id), matchOf(second.id)]).toEqual(['partial', 'full'])
  })

  it.each(['open', 'closed'])('is the newer’s too where the earlier alone has the list’s name: %s', async (stands) => {
    const student = await aStudent(cloud)
    const { name, idNumber } = student.person
    const { second } = await renamed(student, '另外的名字')
    if (stands === 'closed') valueOf(await student.act(await student.transfer(second.id), { action: 'withdraw' }))
    await listed([{ name, idNumber }])
    expect(rowOf(name)).toMatchObject({ transferId: second.id, match: 'partial' })
  })
})
