import { beforeAll, describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent, type Caller, valueOf } from '../../support/client'
import { addCohort, cohortMember, KNOWN_KEYS } from '../../support/cohort'
import { localCloud } from '../../support/file-cloud'
import { aSheet, readSheet } from '../../support/spreadsheets'

const COHORT = 5_000
const BAD = 40
/** One in so many of the roster has registered, and as many who have are not on it. */
const APART = 5
const PART = 64 * 1024
const CALL = 500

/** Whom a line of the roster is about: in no order, as in a real one. */
const onLine = (line: number): number => ((line * 7) % COHORT) * APART
const isBad = (line: number): boolean => line % (COHORT / BAD) === 7

const cloud = localCloud({ env: KNOWN_KEYS })
let branchId: string
let desk: Caller
let file: Buffer
beforeAll(async () => {
  branchId = addBranch(cloud, 'cohort')
  desk = addStaff(cloud, 'desk', branchId, 'secretary')
  const model = await (await aStudent(cloud, { name: '不在名单上' })).started({ branchId })
  addCohort(cloud, model.id, COHORT)
  const people = Array.from({ length: COHORT }, (_, line) => cohortMember(onLine(line)))
  file = aSheet([
    ['序号', '姓名', '身份证号', '学号', '手机号'],
    ...people.map(({ name, idNumber, studentNumber, phone }, line) => [
      line + 1,
      name,
      isBad(line) ? '3.70102E+17' : idNumber,
      studentNumber,
      phone,
    ]),
  ])
})

const readFile = async () => {
  const parts = Math.ceil(file.length / PART)
  for (let part = 1; ; part += 1) {
    const base64 = file.subarray((part - 1) * PART, part * PART).toString('base64')
    const value = valueOf(
      await desk.desk('roster.read', { fileName: '名单.xlsx', base64, upload: { id: 'cohort', part, parts } }),
    )
    if ('rows' in value) return value.rows
  }
}

describe('a cohort of 5,000', () => {
  it('is read, imported in ten calls with the bad rows refused, matched, and left alone the second time', async () => {
    const rows = await readFile()
    expect(rows).toHaveLength(COHORT)
    const importAll = async (importId: string) => {
      const total = { added: 0, changed: 0, unchanged: 0, refused: 0 }
      for (let at = 0; at < rows.length; at += CALL) {
        const part = valueOf(await desk.desk('roster.import', { branchId, importId, rows: rows.slice(at, at + CALL) }))
        expect(part.refused.every(({ path, rule }) => path === 'idNumber' && rule === 'rounded')).toBe(true)
        total.added += part.added
        total.changed += part.changed
        total.unchanged += part.unchanged
        total.refused += part.refused.length
      }
      return total
    }
    const good = COHORT - BAD
    expect(await importAll('first')).toEqual({ added: good, changed: 0, unchanged: 0, refused: BAD })
    expect(await importAll('again')).toEqual({ added: 0, changed: 0, unchanged: good, refused: BAD })
    const lines = Array.from({ length: COHORT }, (_, line) => line)
    const matched = lines.filter((line) => !isBad(line) && onLine(line) < COHORT).length
    expect(valueOf(await desk.desk('desk.summary', { branchId }))).toMatchObject({
      rosterSize: good,
      notRegistered: good - matched,
    })
    const { items } = valueOf(await desk.desk('desk.list', { branchId, rosterMatch: 'full', limit: 100 }))
    expect(items).toHaveLength(100)
    expect(items[0]).toMatchObject({ name: cohortMember(0).name, studentNumber: cohortMember(0).studentNumber })
  }, 180_000)

  it('is exported within the limit of a reply', async () => {
    const value = valueOf(await desk.desk('desk.export', { branchId, why: '归档' }))
    if (!('base64' in value)) throw new Error('no file')
    expect(value.base64.length).toBeLessThan(1024 * 1024)
    const { rows, formulas } = readSheet(Buffer.from(value.base64, 'base64'))
    expect(rows).toHaveLength(COHORT + 2)
    expect(formulas).toEqual([])
    const names = new Set(rows.map(([, , , name]) => name))
    expect(names.has(cohortMember(COHORT - 1).name)).toBe(true)
  })
})
