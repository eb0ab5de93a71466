import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BranchView, StaffView } from '../../cloudfunctions/contract'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { aSheet } from '../support/spreadsheets'
import { openDesk, type Desk } from './command'

let cloud: TestCloud
let desk: Desk

beforeAll(async () => {
  cloud = await startLocalCloud()
  desk = openDesk()
})
afterAll(async () => {
  await cloud.close()
  desk.close()
})
beforeEach(() => cloud.empty())

const admin = (...line: string[]) =>
  desk.run('admin', ['--env', 'local', ...line], { PORT: new URL(cloud.url).port, DATA_DIR: cloud.dataDir })
const codeIn = (text: string): string => /邀请码：(\S+)/.exec(text)?.[1] ?? ''
const accept = (openid: string, code: string) => cloud.call('secretary', 'staff.accept', { code, name: '林晓' }, openid)
const valueOf = async <T>(reply: Promise<unknown>): Promise<T> => {
  const answer = (await reply) as { ok: boolean; value: T }
  expect(answer).toMatchObject({ ok: true })
  return answer.value
}

const LEAGUE = {
  kind: 'league',
  fullName: '中国共产主义青年团某学院2030级团支部',
  shortName: '某学院2030级团支部',
  systemId: '7654321',
  waitHours: 48,
}
const put = (name: string, content: string | Buffer): string => {
  const file = path.join(desk.folder, name)
  writeFileSync(file, content)
  return file
}

describe('npm run deploy:admin', () => {
  it('leads from nothing to the first administrator, the first branch and its secretary', async () => {
    const printed = await admin()
    expect(printed.status).toBe(0)
    const code = codeIn(printed.text)
    // Typed by hand, by somebody who has never registered.
    const right = await valueOf<StaffView>(accept('newcomer', code.toLowerCase().replaceAll('-', ' ')))
    expect(right).toMatchObject({ branchId: '*', role: 'administrator' })
    const branch = await valueOf<BranchView>(cloud.call('secretary', 'branch.create', LEAGUE, 'newcomer'))
    const invitation = await valueOf<{ code: string }>(
      cloud.call('secretary', 'staff.invite', { branchId: branch.id, role: 'secretary' }, 'newcomer'),
    )
    expect(await valueOf(accept('the-secretary', invitation.code))).toMatchObject({
      branchId: branch.id,
      role: 'secretary',
    })

    const log = await valueOf<{ items: { who: string; what: string }[] }>(
      cloud.call('secretary', 'audit.list', { branchId: '*' }, 'newcomer'),
    )
    expect(log.items.at(-1)).toMatchObject({ who: '部署', what: 'staffInvite' })
  })

  it('prints a code that is worth one use and 48 hours', async () => {
    const [first, second] = [codeIn((await admin()).text), codeIn((await admin()).text)]
    expect(first).not.toBe(second)
    await valueOf(accept('newcomer', first))
    expect(await accept('another', first)).toMatchObject({ ok: false, error: { code: 'CODE_INVALID' } })
    await cloud.clock.advance('PT48H')
    expect(await accept('another', second)).toMatchObject({ ok: false, error: { code: 'CODE_INVALID' } })
    expect((await admin()).text).toContain('已经有 1 个微信是管理员')
    expect(cloud.store.collection('staffCodes').versions.size).toBe(1)
  })

  it('makes the first branches from JSON, once', async () => {
    const party = { kind: 'party', fullName: '中国共产党某学院2030级党支部', shortName: '某学院2030级党支部' }
    const file = put('branches.json', JSON.stringify([LEAGUE, party]))
    const first = await admin('--branches', file)
    expect(first.text).toContain('新建 2 个，原来就有 0 个')
    await valueOf(accept('newcomer', codeIn(first.text)))
    const second = await admin('--branches', file)
    expect(second.text).toContain('新建 0 个，原来就有 2 个')
    expect(codeIn(second.text)).toBe('')
    const { items } = await valueOf<{ items: BranchView[] }>(cloud.call('secretary', 'branch.list', {}, 'newcomer'))
    expect(items).toHaveLength(2)
    expect(items).toContainEqual(expect.objectContaining({ ...LEAGUE, joinable: false }))
  })

  it('reads them from a spreadsheet with the names that the desk gives its fields', async () => {
    const file = put(
      'branches.xlsx',
      aSheet([
        ['支部'],
        [
          ...['类型', '组织全称', '简称', '组织 ID', '联系人', '联系电话', '抬头'],
          ...['开放加入', '同意后等待的小时数', '理由', '交给谁', '交到哪里'],
        ],
        [
          ...['团支部', LEAGUE.fullName, LEAGUE.shortName, LEAGUE.systemId, '某学院团委', '01012345678', '某学院团委'],
          ...['是', 48, '升学、就业', '辅导员', '开学后上交'],
        ],
      ]),
    )
    const printed = await admin('--branches', file)
    expect(printed.text).toContain('新建 1 个')
    const [branch] = await valueOf<BranchView[]>(
      cloud.call('member', 'branch.find', { kind: 'league', text: '2030' }, 'x'),
    )
    expect(branch).toMatchObject({
      ...LEAGUE,
      joinable: true,
      reasons: ['升学', '就业'],
      handIn: { who: '辅导员', where: '开学后上交' },
    })
  })

  it('says what is wrong with a branch, and goes on from there once it is mended', async () => {
    const wrong = { ...LEAGUE, systemId: '7654322', fullName: '另一个', waitHours: 1 }
    const stopped = await admin('--branches', put('branches.json', JSON.stringify([LEAGUE, wrong])))
    expect(stopped).toMatchObject({
      status: 1,
      text: expect.stringMatching(/另一个 没有建成：waitHours（range）/) as string,
    })
    const mended = await admin(
      '--branches',
      put('branches.json', JSON.stringify([LEAGUE, { ...wrong, waitHours: 24 }])),
    )
    expect(mended.text).toContain('新建 1 个，原来就有 1 个')
    const odd = await admin(
      '--branches',
      put(
        'odd.xlsx',
        aSheet([
          ['组织全称', '颜色'],
          ['某支部', '红'],
        ]),
      ),
    )
    expect(odd).toMatchObject({ status: 1, text: expect.stringContaining('颜色') as string })
  })
})
