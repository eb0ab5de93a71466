import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountRecord, TransferRecord } from '../../../cloudfunctions/app/store/records'
import type { Fields } from '../../../preview/cloud/values'
import { addBranch, addStaff, aStudent, valueOf, type Caller } from '../../support/client'
import { addCohort, cohortMember, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Stage, type StagedPage } from './stage'

const PEOPLE = 230
const BRANCH = 'many'

const cloud = localCloud({ env: KNOWN_KEYS })
let desk: Caller
let stage: Stage

/** A branch with so many people who were returned, and allowed to be reminded. */
beforeAll(async () => {
  addBranch(cloud, BRANCH)
  desk = addStaff(cloud, 'secretary', BRANCH, 'secretary')
  const student = await aStudent(cloud)
  const started = await student.started({ branchId: BRANCH })
  await desk.returned(started)
  valueOf(await student.member('reminder.allow', { id: started.id, kinds: ['nudge'] }))
  addCohort(cloud, started.id, PEOPLE - 1)
  const like = documentsOf(cloud, 'accounts')[0] as object as AccountRecord
  const accounts = Array.from({ length: PEOPLE - 1 }, (_, n) => ({
    ...like,
    _id: `account-person-${String(n).padStart(5, '0')}`,
  }))
  cloud.store.insert(
    null,
    cloud.store.collection('accounts'),
    accounts.map((account) => JSON.parse(JSON.stringify(account)) as Fields),
  )
})
beforeEach(() => {
  stage = new Stage(cloud, 'secretary')
})

const queue = (): Promise<StagedPage> => stage.open(`desk/queue/queue?branch=${BRANCH}&filter=returned`)
const noticeOf = (page: StagedPage): string => String(page.shows('notice.text'))
const remindedAt = (): Set<number | null> =>
  new Set((documentsOf(cloud, 'transfers') as object[] as TransferRecord[]).map(({ nudgedAt }) => nudgedAt))
const everybodyIn = async (page: StagedPage): Promise<void> => {
  await page.does('onChooseAll')
  await page.does('onEverybody')
}
/** Loses the nth of these calls, or the reply to it. */
const losesNth = (op: string, nth: number, fate: 'callLost' | 'replyLost' = 'replyLost'): void => {
  let calls = 0
  stage.fate = (asked) => (asked === op && ++calls === nth ? fate : 'through')
}

describe('everybody of a filter', () => {
  test('is read until it is told to stop; who was read by then is chosen, and the rest can follow', async () => {
    const page = await queue()
    await page.does('onChooseAll')
    // The first of the two calls that are left is under way.
    const reading = page.does('onEverybody')
    expect(page.shows('list')).toBe('all')
    await page.does('onStopReading')
    await reading
    expect(page.shows('bar.chosen')).toBe('已选 200 人')
    expect(noticeOf(page)).toBe('已停下：读到的 200 人已选中，其余的没有选。要接着选，请再点“选择全部”。')
    expect(page.shows('choice.everybody')).toBe(`选择全部 ${String(PEOPLE)} 人`)
    await page.does('onEverybody')
    expect([page.shows('bar.chosen'), noticeOf(page)]).toEqual([`已选 ${String(PEOPLE)} 人`, ''])
  })

  test('is read on from where it was when the connection broke', async () => {
    const page = await queue()
    await page.does('onChooseAll')
    losesNth('desk.list', 2)
    await page.does('onEverybody')
    expect(page.shows('listProblem')).toContain('没有收到回复')
    await page.does('onMore')
    expect([page.shows('bar.chosen'), page.shows('listProblem')]).toEqual([`已选 ${String(PEOPLE)} 人`, ''])
  })
})

describe('names that were pasted', () => {
  test('are 400 at once: four calls, with progress, and those who are not there are named', async () => {
    const found = Array.from({ length: PEOPLE - 1 }, (_, n) => cohortMember(n).name)
    const missing = Array.from({ length: 400 - found.length }, (_, n) => `无此${String.fromCodePoint(0x6000 + n)}`)
    const page = await stage.open(`desk/pick/pick?branch=${BRANCH}`)
    await page.hears('onText', { value: [...found, ...missing].join('\n') })
    expect(page.shows('recognised')).toBe('认出 400 人')
    let calls = 0
    stage.fate = (op) => (op === 'desk.list' && ++calls === 3 ? 'callLost' : 'through')
    await page.does('onFind')
    expect([page.shows('phase'), page.shows('progress.text')]).toEqual(['paste', '正在查找 200 / 400 人'])
    await page.does('onFind')
    expect([page.shows('phase'), calls]).toEqual(['found', 5])
    expect(page.shows('title')).toBe(`找到 ${String(found.length)} 人，可以办理的 0 人`)
    expect(page.shows('results.0.title')).toBe(`没有找到 ${String(missing.length)} 人`)
  })
})

describe('phone numbers of many', () => {
  test('are given out, and noted, once each, when a call of several fails and is repeated', async () => {
    const rows = Array.from({ length: 620 }, (_, n) => {
      const { name, studentNumber, phone } = cohortMember(9_000 + n)
      return { name, studentNumber, phone }
    })
    for (const at of [0, 500])
      valueOf(
        await desk.desk('roster.import', { branchId: BRANCH, importId: 'phones', rows: rows.slice(at, at + 500) }),
      )
    const page = await stage.open(`desk/gaps/gaps?branch=${BRANCH}`)
    losesNth('roster.gaps', 2, 'callLost')
    expect(await page.does('copyPhones', '通知登记')).toContain('没有收到回复')
    expect(await page.does('copyPhones', '通知登记')).toBe('')
    expect(noticeOf(page)).toBe('已复制 620 人的手机号。')
    const { items } = valueOf(await desk.desk('audit.list', { branchId: BRANCH, what: 'phones' }))
    expect(items.map(({ whom }) => whom).toSorted()).toEqual(['120', '500'])
  })
})

describe('reminding many', () => {
  test('says whom it reached when a later call fails, and goes on with the rest: nobody is left out or told twice', async () => {
    const page = await queue()
    await everybodyIn(page)
    losesNth('desk.remind', 2)
    await page.does('onRemind')
    expect(noticeOf(page)).toMatch(/^已交给微信提醒 100 人。没有收到回复。.*还有 130 人没有提醒；接着提醒不会重复。$/u)
    expect(page.shows('notice.rest')).toBe('接着提醒 130 人')
    cloud.clock.pass(60_000)
    await page.does('onRemindRest')
    expect(noticeOf(page)).toBe(`已交给微信提醒 ${String(PEOPLE)} 人。`)
    expect(page.shows('notice.rest')).toBe('')
    // The second call had been carried out: its people were not written to again.
    expect(remindedAt().size).toBeGreaterThan(1)
    expect(remindedAt().has(null)).toBe(false)
  })

  test('is stopped between two calls, with what is known', async () => {
    await cloud.clock.advance('PT13H')
    const page = await queue()
    await everybodyIn(page)
    const reminding = page.does('onRemind')
    for (let looks = 0; page.shows('notice.stops') !== true && looks < 200; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(noticeOf(page)).toBe(`正在提醒 0 / ${String(PEOPLE)} 人…`)
    await page.does('onStopReminding')
    await reminding
    expect(noticeOf(page)).toMatch(/已停下，还有 130 人没有提醒；接着提醒不会重复。$/u)
    expect(page.shows('notice.rest')).toBe('接着提醒 130 人')
  })

  test('does the same on the page of those who are missing', async () => {
    await cloud.clock.advance('PT13H')
    const rows = Array.from({ length: PEOPLE - 1 }, (_, n) => {
      const { name, idNumber } = cohortMember(n)
      return { name, idNumber }
    })
    valueOf(await desk.desk('roster.import', { branchId: BRANCH, importId: 'gaps', rows }))
    const page = await stage.open(`desk/gaps/gaps?branch=${BRANCH}`)
    await page.taps('onGroup', { key: 'stuck' })
    losesNth('desk.remind', 2)
    await page.does('onRemind')
    expect(noticeOf(page)).toMatch(/没有收到回复。.*还有 129 人没有提醒；接着提醒不会重复。$/u)
    expect(page.shows('notice.rest')).toBe('接着提醒 129 人')
    await page.does('onRemindRest')
    expect(page.shows('notice.rest')).toBe('')
    expect(page.shows('busy')).toBe(false)
  })
})
