import { beforeAll, describe, expect, it } from 'vitest'
import { addBranch, addStaff, Caller, valueOf, type Student } from '../support/client'
import { cohortMember } from '../support/cohort'
import type { Phone } from '../support/phone'
import { aSheet, readSheet } from '../support/spreadsheets'
import { sheet } from './desk'
import { branchWith, deskOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

/** A whole year at a phone's width; in a wide window, where the same is done, what shows that it looks right. */
const COHORTS: readonly (readonly [width: number, rows: number])[] = [
  [375, 5_000],
  [1280, 1_000],
]
/** Of so many rows one is spoilt. */
const PER_FAULT = 125
const PER_CALL = 500
/** What a quiet machine does in a few seconds; a busy one still well before somebody gives up. */
const PATIENCE_MS = 90_000
const HEADING = ['序号', '姓名', '学号', '身份证号', '手机号']

/** A line of a spreadsheet as a college office makes it; what is spoilt is so each time in another way. */
const lineOf = (n: number): (string | number)[] => {
  const { name, studentNumber, idNumber, phone } = cohortMember(n)
  const spoilt = n % PER_FAULT === 7 ? Math.floor(n / PER_FAULT) % 4 : -1
  const wrongCheck = idNumber.slice(0, -1) + (idNumber.endsWith('1') ? '2' : '1')
  const id = ['3.70102E+17', wrongCheck, '', idNumber.slice(0, 17)][spoilt] ?? idNumber
  return [n + 1, name, spoilt === 2 ? '' : studentNumber, id, phone]
}

/** Chooses a file from a chat. */
const choose = async (phone: Phone, buffer: Buffer, name = '24级新生名单.xlsx'): Promise<void> => {
  const opened = (timeout?: number) =>
    Promise.all([
      phone.page.waitForEvent('filechooser', timeout === undefined ? {} : { timeout }),
      phone.tap('从微信聊天中选择表格'),
    ])
  // On a busy machine a tap can come while the page before is still going: as a person would, it is tapped once more.
  const [chooser] = await opened(8_000).catch(() => opened())
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
}
const waitFor = (phone: Phone, text: string | RegExp): Promise<void> =>
  phone.front.getByText(text).filter({ visible: true }).first().waitFor({ timeout: PATIENCE_MS })

/** The number beside a label, as 「新增 4960 人」. */
const countBeside = (phone: Phone, label: string): Promise<string> =>
  phone.front
    .locator('.count', { has: phone.page.getByText(label, { exact: true }) })
    .locator('.count__value')
    .innerText()

/** The connection breaks so that this import call is carried out and its reply is lost. */
const loseReplyOf = async (phone: Phone, nth: number): Promise<void> => {
  let seen = 0
  await phone.page.route('**/functions/secretary', async (route) => {
    const { op, input } = route.request().postDataJSON() as { op: string; input: { dryRun?: boolean } }
    if (op !== 'roster.import' || input.dryRun === true || ++seen < nth) {
      await route.continue()
      return
    }
    await route.fetch()
    await route.abort()
  })
}

describe.each(COHORTS)('The roster, %i px wide', (width, rows) => {
  const bad = rows / PER_FAULT
  const good = rows - bad
  const lost = Math.min(4, rows / PER_CALL)

  it(`takes ${String(rows)} rows with ${String(bad)} bad ones from a file, goes on where it broke off, and the second time changes nothing`, async () => {
    const id = `cohort-${String(width)}`
    addBranch(stage.cloud, id)
    const secretary = addStaff(stage.cloud, `secretary-${id}`, id, 'secretary')
    const file = aSheet([HEADING, ...Array.from({ length: rows }, (_, n) => lineOf(n))])
    const phone = await deskOf(stage, 'roster', id, width)
    await choose(phone, file)
    await waitFor(phone, '导入前请核对')
    expect(await countBeside(phone, '新增')).toBe(`${String(good)} 人`)
    expect(await countBeside(phone, '不导入')).toBe(`${String(bad)} 行`)
    await phone.sees(/第 9 行 .*/u)
    await phone.sees(/身份证号被表格变成了 3\.7E\+17 的样子/u)

    await loseReplyOf(phone, lost)
    const began = performance.now()
    await phone.tap(`导入 ${String(good)} 人`)
    await waitFor(phone, '导入断开了')
    const done = String((lost - 1) * PER_CALL)
    await phone.sees(`已导入到第 ${done} 行，共 ${String(rows)} 行。继续会从断开的地方接着导入，不会重复。`)
    await phone.page.unroute('**/functions/secretary')
    await phone.tap('继续导入')
    // The call whose reply was lost counts as what it did, not as the repetition that found it done.
    await waitFor(phone, `已导入：新增 ${String(good)} 人。${String(bad)} 行没有导入。`)
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS)
    expect(valueOf(await secretary.desk('desk.summary', { branchId: id }))).toMatchObject({
      rosterSize: good,
      notRegistered: good,
    })
    const entries = valueOf(await secretary.desk('audit.list', { branchId: id })).items
    expect(entries.map(({ what }) => what)).toEqual(['import'])

    await phone.tap('再导入一份')
    await choose(phone, file)
    await waitFor(phone, '导入前请核对')
    expect([await countBeside(phone, '新增'), await countBeside(phone, '更新')]).toEqual(['0 人', '0 人'])
    expect(await countBeside(phone, '不变')).toBe(`${String(good)} 人`)
    await phone.sees(/其余的人都已在名单上，没有变化。/u)
    expect(await phone.button(/^导入 /u).count()).toBe(0)

    // Before anything is written over, each row is named with what of it changes.
    await phone.tap('重新选择表格')
    const others = Array.from({ length: 21 }, (_, n) => lineOf(8 + n).with(4, `199${String(20_000_000 + n)}`))
    await choose(phone, aSheet([HEADING, ...others]))
    await waitFor(phone, '更新的 21 行')
    const changes = phone.front.getByRole('list', { name: '更新的行' }).getByRole('listitem')
    expect(await changes.first().innerText()).toMatch(/^第 2 行 .+\s更新手机号$/u)
    expect(await changes.count()).toBe(20)
    await phone.tap('更新的行再显示 20 行')
    await expect.poll(() => changes.count()).toBe(21)
    await loseReplyOf(phone, 1)
    await phone.tap('导入 21 人')
    await waitFor(phone, '导入断开了')
    await phone.page.unroute('**/functions/secretary')
    await phone.tap('继续导入')
    await waitFor(phone, '已导入：更新 21 人。')
    expect(await phone.front.getByRole('list', { name: '更新的行' }).count()).toBe(0)
    await phone.close()
  }, 300_000)

  it('says of a file that is none what it is, and leads back', async () => {
    const id = `odd-${String(width)}`
    await branchWith(stage, id, 0)
    const phone = await deskOf(stage, 'roster', id, width)
    await choose(phone, Buffer.from('89504e470d0a1a0a', 'hex'))
    await phone.sees(/这不是表格文件/u)
    await choose(phone, aSheet([['姓名'], ['张三']]))
    await phone.sees(/只有姓名，分不清同名的人/u)
    await phone.tap('换一份名单')
    await choose(phone, aSheet([HEADING.slice(1, 3), ['张三', '42412345']]))
    await phone.sees('导入前请核对')
    // A call whose time ends is repeated by itself, and what it did in all is told.
    let calls = 0
    await phone.page.route('**/functions/secretary', async (route) => {
      const { op } = route.request().postDataJSON() as { op: string }
      if (op !== 'roster.import' || ++calls > 2) {
        await route.continue()
        return
      }
      await route.fetch()
      await route.fulfill({ json: { ok: false, error: { code: 'TRY_AGAIN' } } })
    })
    await phone.tap('导入 1 人')
    await phone.sees('已导入：新增 1 人。')
    expect(calls).toBe(3)
    await phone.close()
  })
})

describe.each(WIDTHS)('An import that was left, %i px wide', (width) => {
  it('goes on when the same list is chosen again, and can be taken back as one, later too', async () => {
    const id = `left-${String(width)}`
    await branchWith(stage, id, 0)
    const secretary = new Caller(stage.cloud, `secretary-${id}`)
    const size = async () => valueOf(await secretary.desk('desk.summary', { branchId: id })).rosterSize
    const rows = 620
    const file = aSheet([
      ['姓名', '学号'],
      ...Array.from({ length: rows }, (_, n) => [cohortMember(n).name, cohortMember(n).studentNumber]),
    ])
    const phone = await deskOf(stage, 'roster', id, width)
    await choose(phone, file)
    await waitFor(phone, '导入前请核对')
    await phone.page.route('**/functions/secretary', async (route) => {
      const { op, input } = route.request().postDataJSON() as { op: string; input: { rows?: unknown[] } }
      await (op === 'roster.import' && input.rows?.length !== PER_CALL ? route.abort() : route.continue())
    })
    await phone.tap(`导入 ${String(rows)} 人`)
    await waitFor(phone, '导入断开了')
    await phone.page.unroute('**/functions/secretary')
    await phone.open(`desk/summary/summary?branch=${id}`)
    await phone.sees('按天')

    await phone.open(`desk/roster/roster?branch=${id}`)
    await phone.sees(/^上次从“24级新生名单.xlsx”导入，到第 500 行断开，共 620 行。/u)
    await choose(phone, file)
    await waitFor(phone, '导入前请核对')
    expect([await countBeside(phone, '新增'), await countBeside(phone, '不变')]).toEqual(['120 人', '500 人'])
    await phone.tap('导入 120 人')
    await waitFor(phone, /^已导入：新增 120 人/u)
    expect(await size()).toBe(rows)

    await phone.open(`desk/summary/summary?branch=${id}`)
    await phone.sees('按天')
    await phone.open(`desk/roster/roster?branch=${id}`)
    const recent = phone.front.getByRole('list', { name: '最近的导入' }).getByRole('listitem')
    await recent.first().waitFor()
    expect(await recent.count()).toBe(1)
    expect(await phone.front.getByText(/^上次从/u).count()).toBe(0)
    await phone.tap(/^撤销.*导入$/u)
    await sheet(phone).getByRole('button', { name: '选用理由：导错了文件' }).click()
    await sheet(phone).getByRole('button', { name: '撤销这次导入', exact: true }).click()
    await phone.sees('已撤销这次导入，620 人恢复原样。')
    expect(await size()).toBe(0)
    await phone.close()
  })
})

describe.each(WIDTHS)('A list of another kind, %i px wide', (width) => {
  const chooseText = (phone: Phone, lines: readonly string[]) =>
    choose(phone, Buffer.from(lines.join('\r\n')), '名单.csv')

  it('shows what was read: sheets, columns, the first people, and what of it has to be looked at', async () => {
    const id = `read-${String(width)}`
    await branchWith(stage, id, 0)
    const secretary = new Caller(stage.cloud, `secretary-${id}`)
    const importId = 'before'
    const before = [{ name: '王晓明', studentNumber: '42410001' }]
    valueOf(await secretary.desk('roster.import', { branchId: id, importId, rows: before }))
    const phone = await deskOf(stage, 'roster', id, width)
    const lines = [
      '姓名,学号,备注,手机号',
      '王小明,42410001,转专业,',
      '李想,42410002,,无',
      '王芳,42410003,,19900000003',
    ]
    await chooseText(phone, lines)
    await waitFor(phone, '导入前请核对')
    await phone.sees(/^读到 3 人$/u)
    expect(await countBeside(phone, '新增')).toBe('2 人')
    expect(await countBeside(phone, '疑似同一人')).toBe('1 行')
    const samples = phone.front.getByRole('list', { name: '读到的前几人' }).getByRole('listitem')
    expect(await samples.count()).toBe(3)
    expect(await samples.last().innerText()).toMatch(/王芳\s+学号 42410003，手机号 \*{4}0003/u)
    expect(await phone.button('备注，不读，点按可改').count()).toBe(1)
    await phone.sees(/疑似同一人：学号与名单上的王晓明相同，姓名不同/u)
    await phone.tap('复制以下说明')
    expect((await phone.copied()).split('\n')).toHaveLength(2)

    await phone.tap('导入 2 人')
    await waitFor(phone, '已导入：新增 2 人。1 行没有导入。')
    expect(valueOf(await secretary.desk('desk.summary', { branchId: id })).rosterSize).toBe(3)
    await phone.tap(/^撤销这次导入/u)
    await sheet(phone).getByRole('button', { name: '选用理由：导错了文件' }).click()
    await sheet(phone).getByRole('button', { name: '撤销这次导入', exact: true }).click()
    await phone.sees('已撤销这次导入，2 人恢复原样。')
    expect(valueOf(await secretary.desk('desk.summary', { branchId: id })).rosterSize).toBe(1)
    const entries = valueOf(await secretary.desk('audit.list', { branchId: id })).items
    expect(entries[0]).toMatchObject({ what: 'rosterUndo', why: '导错了文件' })
    await phone.close()
  })

  const readAs = (phone: Phone, name: string): Promise<void> =>
    phone.page.locator('#overlay').getByRole('menuitem', { name, exact: true }).click()

  it('lets columns be chosen by hand where no rule knows them', async () => {
    const id = `columns-${String(width)}`
    await branchWith(stage, id, 0)
    const phone = await deskOf(stage, 'roster', id, width)
    await chooseText(phone, ['同学,编码', '王小明,42410001'])
    await phone.sees('请指定各列')
    await phone.tap('同学，不读，点按可改')
    await readAs(phone, '姓名')
    await phone.sees(/只有姓名/u)
    await phone.tap('编码，不读，点按可改')
    await readAs(phone, '学号')
    await waitFor(phone, '导入前请核对')
    expect(await countBeside(phone, '新增')).toBe('1 人')
    await phone.tap('导入 1 人')
    await waitFor(phone, '已导入：新增 1 人。')
    await phone.close()
  })
})

describe.each(WIDTHS)('A branch with a roster, %i px wide', (width) => {
  const id = `matched-${String(width)}`
  const EXPECTED = 32
  let students: Student[]
  /** On the roster and not registered. */
  const missing = Array.from({ length: 25 }, (_, n) => cohortMember(6_000 + n))
  beforeAll(async () => {
    students = await branchWith(stage, id, EXPECTED + 3)
  })

  it('matches those who have registered as the list is pasted, and one tap chooses all that match in full', async () => {
    const phone = await deskOf(stage, 'roster', id, width)
    const known = students
      .slice(0, EXPECTED)
      .map(({ person }, n) => [person.name, `4241${String(1_000 + n)}`, person.idNumber.slice(-4), ''])
    const others = missing.map(({ name, studentNumber, idNumber, phone: number }, n) => [
      name,
      studentNumber,
      idNumber.slice(-4),
      n === 0 ? '' : number,
    ])
    const table = [['姓名', '学号', '身份证后四位', '手机号'], ...known, ...others]
      .map((row) => row.join('\t'))
      .join('\n')
    await phone.tap(/^粘贴表格内容/u)
    await phone.fill('粘贴表格内容', table)
    await phone.tap('读取名单')
    await waitFor(phone, '导入前请核对')
    await phone.tap('导入 57 人')
    await waitFor(phone, '已导入：新增 57 人。')
    await phone.tap('审核与名单一致的申请')

    await phone.sees(width < 900 ? '已显示 20 人，还有更多' : '共 32 人')
    await phone.tick('全选')
    await phone.sees('共 32 人')
    await phone.sees('已选 32 人')
    await phone.tap(/^同意 32 人/u)
    await sheet(phone).getByRole('checkbox').click()
    await sheet(phone).getByRole('button', { name: '同意 32 人', exact: true }).click()
    await phone.sees('已同意 32 人。')
    const stages = await Promise.all(students.map(async (student) => (await student.transfer()).stage))
    expect(stages).toEqual([...students.keys()].map((n) => (n < EXPECTED ? 'approved' : 'registered')))
    await phone.close()
  })

  it('names everybody who is not on it before they are approved', async () => {
    const phone = await deskOf(stage, 'queue', id, width)
    await phone.sees('共 3 人')
    await phone.tick('全选')
    await phone.tap(/^同意 3 人/u)
    const names = students.slice(EXPECTED).map(({ person }) => person.name)
    await sheet(phone)
      .getByText(`不在新生名单（3 人）：${names.join('、')}。请确认是否为这里的新生。`)
      .waitFor()
    await phone.close()
  })

  it('lists who is missing and who is stuck, and copies their names, and for a reason the phones that it holds', async () => {
    const phone = await deskOf(stage, 'gaps', id, width)
    const list = phone.front.getByRole('list', { name: '未办完的人' })
    await phone.sees(missing[0]?.name ?? '')
    expect(await list.getByRole('listitem').count()).toBe(20)
    await phone.tap('复制这些人的姓名')
    expect((await phone.copied()).split('、')).toEqual(missing.map(({ name }) => name))
    await phone.sees('已复制 25 人的姓名。')

    await phone.tap(/^复制手机号/u)
    await sheet(phone).getByRole('button', { name: '选用理由：通知登记' }).click()
    await sheet(phone).getByRole('button', { name: '复制', exact: true }).click()
    await phone.sees('已复制 24 人的手机号。另有 1 人名单中没有手机号。')
    expect((await phone.copied()).split('\n')).toEqual(
      missing.slice(1).map(({ name, phone: number }) => `${name} ${number}`),
    )

    await phone.front.getByRole('tab', { name: '已登记，未办完' }).click()
    await phone.sees(students[0]?.person.name ?? '')
    await list.getByText('同意未满一天').or(list.getByText('已同意')).first().waitFor()
    await phone.tap(`把${students[0]?.person.name ?? ''}移出名单`)
    await phone.answer('移出')
    await phone.sees(`已把${students[0]?.person.name ?? ''}移出名单。`)
    const secretary = new Caller(stage.cloud, `secretary-${id}`)
    const entries = valueOf(await secretary.desk('audit.list', { branchId: id })).items
    const kept = entries.filter(({ what }) => what !== 'decide')
    expect(kept.map(({ what }) => what)).toEqual(['rosterRemove', 'phones', 'import'])
    expect(kept[1]).toMatchObject({ whom: '24', why: '通知登记' })
    await phone.close()
  })

  it('is exported for a reason, and another program reads in the file what the desk knows', async () => {
    const phone = await deskOf(stage, 'export', id, width)
    await phone.tap('导出')
    await phone.front.getByRole('alert').first().waitFor()
    await phone.tap(/^选用理由/u)
    await phone.tap('导出')
    await phone.sees('表格已生成')
    const [download] = await Promise.all([phone.page.waitForEvent('download'), phone.tap('打开')])
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/u)
    const { rows, formulas } = readSheet(await bytesOf(await download.createReadStream()))
    expect(formulas).toEqual([])
    const [heading = [], ...body] = rows
    const cell = (row: string[], column: string) => row[heading.indexOf(column)]
    const secretary = new Caller(stage.cloud, `secretary-${id}`)
    const { items } = valueOf(await secretary.desk('desk.list', { branchId: id, limit: 100 }))
    const written = new Map(body.map((row) => [cell(row, '姓名'), row]))
    expect(written.size).toBe(students.length)
    for (const { name, studentNumber, stage: now } of items) {
      const row = written.get(name) ?? []
      expect([cell(row, '学号'), cell(row, '结果')]).toEqual([
        studentNumber ?? '',
        now === 'approved' ? '已同意' : '待审核',
      ])
    }
    for (const { person } of students) {
      const row = written.get(person.name) ?? []
      expect(cell(row, '身份证号（仅后四位）')).toBe(`${'*'.repeat(14)}${person.idNumber.slice(-4)}`)
      expect(row.join('\n')).not.toContain(person.idNumber)
    }
    await phone.close()
  })
})

const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}
