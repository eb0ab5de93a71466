import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { aStudent, Caller, leagueSecretary, valueOf, type Student } from '../../support/client'
import { startLocalCloud, type TestCloud } from '../../support/local-cloud'
import { anIdNumber } from '../../support/people'

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const

describe('personal numbers, over a whole journey', () => {
  let cloud: TestCloud
  let student: Student
  const printed: string[] = []
  /** What was said to somebody other than the student. */
  const toOthers: string[] = []
  const toTheStudent: string[] = []
  /** What an outside organisation claimed, of somebody else. */
  const claimed = {
    name: '外面的人',
    idNumber: anIdNumber({ region: '510104', sequence: '888' }),
    memberNumber: '201855556666',
  }
  const amended = {
    phone: '19876543210',
    memberNumber: '201777778888',
    idNumber: anIdNumber({ birth: '2002-12-24', sequence: '246' }),
  }

  beforeAll(async () => {
    for (const method of METHODS)
      vi.spyOn(console, method).mockImplementation((...args) => void printed.push(args.map(String).join(' ')))
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed.push(String(text))
        return true
      })
    try {
      cloud = await startLocalCloud()
      await journey()
    } finally {
      vi.restoreAllMocks()
    }
  })
  afterAll(async () => {
    await cloud.close()
  })

  const journey = async () => {
    student = await aStudent(cloud, { name: '欧阳测试' })
    const secretary = leagueSecretary(cloud)
    const own = async (reply: Promise<unknown>) => void toTheStudent.push(JSON.stringify(await reply))
    const others = async (reply: Promise<unknown>) => void toOthers.push(JSON.stringify(await reply))
    await own(student.member('account.check', { ...student.person, idNumber: `${student.person.idNumber}0` }))
    await own(student.me())
    const started = await student.started({ reason: '升学' })
    await own(student.request(started, student.claim))
    await others(secretary.desk('desk.list', { branchId: started.branch.id }))
    await others(secretary.desk('desk.open', { id: started.id }))
    const returned = await secretary.returned(started)
    await own(student.member('account.amend', amended))
    await own(student.act(await student.transfer(), { action: 'amend', reason: `误填 ${amended.idNumber}` }))
    const again = valueOf(await student.act(await student.transfer(returned.id), { action: 'amend' }))
    await others(
      secretary.decideAll([{ id: again.id, version: again.version, verdict: 'approve', officiallyApproved: true }]),
    )
    await cloud.clock.advance('PT24H')
    await own(student.member('transfer.precheck', { id: again.id, claimed }))
    await own(student.request(await student.transfer(), claimed))
    const stranger = new Caller(cloud, 'curious')
    await others(stranger.register({ ...student.person, ...amended }))
    await others(stranger.member('transfer.act', { id: again.id, version: 1, commandId: 'c', action: 'withdraw' }))
    await others(stranger.desk('desk.open', { id: again.id }))
    // A fault in the middle: what it prints must not tell either.
    cloudFault()
    await own(student.request(await student.transfer(), claimed))
    const right = { name: '欧阳测试', idNumber: amended.idNumber, memberNumber: amended.memberNumber }
    await own(student.request(await student.transfer(), right))
    await others(secretary.decideAll([{ id: 5, version: amended.idNumber, verdict: amended.phone }]))
    await others(secretary.desk('desk.open', { id: again.id }))
    await own(student.me())
  }
  const cloudFault = () => {
    cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', collection: 'transfers' })
  }

  const numbers = () => {
    const { idNumber, phone, memberNumber = '' } = student.person
    return [idNumber, phone, memberNumber, amended.idNumber, amended.phone, amended.memberNumber]
  }
  const foreign = [claimed.idNumber, claimed.memberNumber, claimed.name]

  it('lie in no file in plain, and what others claimed lies in none at all', async () => {
    const names = await readdir(cloud.dataDir)
    expect(names.some((name) => name.startsWith('data.db'))).toBe(true)
    const files = await Promise.all(names.map((name) => readFile(join(cloud.dataDir, name))))
    const everything = Buffer.concat(files)
    // The name is there in plain, for search: so the search below would find a number.
    expect(everything.includes('欧阳测试')).toBe(true)
    for (const value of [...numbers(), ...foreign]) {
      expect(everything.includes(value), `${value} in a file`).toBe(false)
      expect(everything.includes(Buffer.from(value).toString('base64').replace(/=+$/u, ''))).toBe(false)
      expect(everything.includes(Buffer.from(value, 'utf16le'))).toBe(false)
    }
  })

  it('are printed by nobody, nor is a name', () => {
    expect(printed.join('\n')).toContain('"fault"')
    expect(cloud.said.entries.length).toBeGreaterThan(0)
    const text = [...printed, ...cloud.said.entries].join('\n')
    for (const value of [...numbers(), ...foreign, '欧阳测试', student.openid ?? '']) expect(text).not.toContain(value)
  })

  it('are in no reply, to the student or to anybody else', () => {
    for (const value of numbers()) {
      expect(toTheStudent.join('\n')).not.toContain(value)
      expect(toOthers.join('\n')).not.toContain(value)
    }
    for (const value of foreign) expect([...toTheStudent, ...toOthers].join('\n')).not.toContain(value)
  })

  it('are not told to somebody who may not know them, not even in part', () => {
    const refused = toOthers.filter((text) => /NOT_YOURS|NOT_STAFF|ID_TAKEN|NOT_REGISTERED/u.test(text))
    expect(refused).toHaveLength(3)
    for (const text of refused) {
      const { error } = JSON.parse(text) as { error: { code: string; detail?: unknown } }
      expect(Object.keys(error)).toEqual(['code'])
    }
  })

  it('are in no URL: what the local cloud tells of its calls names operations and codes', async () => {
    const state = await (await fetch(`${cloud.url}/local/state`)).text()
    for (const value of [...numbers(), ...foreign, '欧阳测试']) expect(state).not.toContain(value)
  })
})
