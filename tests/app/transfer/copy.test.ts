import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import type { RegistrationFields } from '../../../cloudfunctions/contract'
import { aStudent, leagueSecretary, LEAGUE, partySecretary, valueOf, type Student } from '../../support/client'
import { KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { startLocalCloud } from '../../support/local-cloud'

const cloud = localCloud()
const transferOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
const flagsOf = (id: string) => transferOf(id)?.['flags']
const NONE = { unusualJoiningAge: false, numberElsewhere: false, idConflict: false }

describe('what a transfer has of its person', () => {
  it('is found by name and by reference from the first moment on', async () => {
    const student = await aStudent(cloud)
    const { id, reference } = await student.started()
    const found = async (text: string) =>
      valueOf(await leagueSecretary(cloud).desk('desk.list', { branchId: LEAGUE, text })).items.map((one) => one.id)
    expect(await found(student.person.name)).toEqual([id])
    expect(await found(reference)).toEqual([id])
  })

  it('warns of a number that somebody else has, and of an unusual age, and of nothing else', async () => {
    const first = await aStudent(cloud)
    expect(flagsOf((await first.started()).id)).toEqual(NONE)
    const { memberNumber = '' } = first.person
    const second = await aStudent(cloud, { memberNumber })
    expect(flagsOf((await second.started()).id)).toEqual({ ...NONE, numberElsewhere: true })
    const young = await aStudent(cloud, { joinedOn: '2014-05', memberNumber: '' })
    const { id } = await young.started()
    expect(flagsOf(id)).toEqual({ ...NONE, unusualJoiningAge: true })
    // An amendment by somebody without a number finds it nowhere else.
    valueOf(
      await young.member('account.amend', { name: '后来的名字', joinedOn: '2018-05', memberNumber: '201800009999' }),
    )
    expect(flagsOf(id)).toEqual(NONE)
    const old = await aStudent(cloud, { joinedOn: '2016-12', memberNumber: '' })
    const without = await old.started()
    valueOf(await old.member('account.amend', { name: '没有编号' }))
    expect(flagsOf(without.id)).toEqual(NONE)
  })

  it('has nothing of the League once the person has left it', async () => {
    const member = await aStudent(cloud)
    const { memberNumber = '' } = member.person
    const student = await aStudent(cloud, { party: 'probationary', joinedOn: '2014-05', memberNumber: '' })
    const { id } = await student.started({ kind: 'party' })
    valueOf(await student.member('account.amend', { memberNumber }))
    expect(flagsOf(id)).toEqual({ ...NONE, numberElsewhere: true, unusualJoiningAge: true })
    const left = valueOf(await student.member('account.amend', { identity: 'nonmember', name: '已退团' }))
    expect(left).toMatchObject({ identity: 'nonmember', party: 'probationary' })
    expect([left.joinedOn, left.memberNumber]).toEqual([undefined, undefined])
    expect(transferOf(id)).toMatchObject({
      copy: { joinedOn: null, memberNumber: null },
      party: 'probationary',
      flags: NONE,
    })
    // The number is the other’s alone again.
    expect(flagsOf((await member.started()).id)).toEqual(NONE)
    valueOf(await student.act(await student.transfer(id), { action: 'withdraw' }))
    const again = await student.announced(await student.started({ kind: 'party' }))
    const some = await partySecretary(cloud).decided(again, { verdict: 'receive', checked: ['online', 'materials'] })
    // Probationary still: its papers are asked for.
    expect(some.stage).toBe('announced')
  })

  it('remembers that the name was typed in another form, whatever else is amended', async () => {
    const variants = async (student: Student, given: Partial<RegistrationFields>) => {
      valueOf(await student.member('account.amend', given))
      const { id } = await student.started()
      const { name = student.person.name } = given
      const claimed = { ...student.claim, name: name.replace('•', '·') }
      const checked = valueOf(await student.member('transfer.precheck', { id, claimed }))
      valueOf(await student.act(await student.transfer(id), { action: 'withdraw' }))
      return checked
    }
    const equal = { matches: true, differs: [], variants: [], unsure: [] }
    const typed = await aStudent(cloud, { name: '古丽•买买提' })
    expect(await variants(typed, { phone: '19912340001', name: '古丽•买买提' })).toEqual({
      ...equal,
      variants: ['name'],
    })
    const plain = await aStudent(cloud)
    expect(await variants(plain, { phone: '19912340002' })).toEqual(equal)
    const dotted = await aStudent(cloud, { name: '阿依•买买提' })
    valueOf(await dotted.member('account.amend', { phone: '19912340003' }))
    const { id } = await dotted.started()
    const claimed = { ...dotted.claim, name: '阿依·买买提' }
    expect(valueOf(await dotted.member('transfer.precheck', { id, claimed })).variants).toEqual(['name'])
  })

  it('is found by its numbers under the same keys by another version', async () => {
    const known = await startLocalCloud({ env: KNOWN_KEYS })
    try {
      const numbered = await aStudent(known)
      const without = await aStudent(known, { joinedOn: '2015-12', memberNumber: '' })
      const sealing = createSealing(
        readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
        readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
      )
      const accountOf = ({ person: { name } }: Student) =>
        documentsOf(known, 'accounts').find((account) => account['name'] === name)
      const { phone, memberNumber = '' } = numbered.person
      expect(accountOf(numbered)).toMatchObject({
        phoneToken: sealing.tokens('phone', phone)[0],
        numberToken: sealing.tokens('memberNumber', memberNumber)[0],
      })
      // Nobody's number stands for none.
      expect(accountOf(without)?.['numberToken']).toBe(accountOf(without)?.['_id'])
    } finally {
      await known.close()
    }
  })

  it('is found to have a number that somebody registered under the key of before', async () => {
    const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
    const before = { SEAL_KEYS: key('s1'), TOKEN_KEYS: key('t1') }
    const during = { SEAL_KEYS: before.SEAL_KEYS, TOKEN_KEYS: `${key('t2')},${before.TOKEN_KEYS}` }
    const dataDir = await mkdtemp(join(tmpdir(), 'rotation-'))
    const old = await startLocalCloud({ dataDir, env: before })
    const { memberNumber = '' } = (await aStudent(old)).person
    await old.close()
    const rotating = await startLocalCloud({ dataDir, env: during })
    try {
      const warned = async (student: Student) => {
        const { id } = await student.started()
        return valueOf(await leagueSecretary(rotating).desk('desk.open', { id })).warnings.includes('NUMBER_ELSEWHERE')
      }
      expect(await warned(await aStudent(rotating, { memberNumber }))).toBe(true)
      expect(await warned(await aStudent(rotating))).toBe(false)
    } finally {
      await rotating.close()
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})
