import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeskItem, InputOf, TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  addBranch,
  addStaff,
  APPROVE,
  aStudent,
  codeOf,
  PARTY,
  setBranch,
  valueOf,
  type Caller,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

describe('the desk', () => {
  const cloud = localCloud()
  let branchId: string
  let secretary: Caller
  let branches = 0
  // A branch of its own for each test, so that a queue holds what the test put there.
  beforeEach(() => {
    branchId = addBranch(cloud, `branch-${String(++branches)}`)
    secretary = addStaff(cloud, `secretary-${String(branches)}`, branchId, 'secretary')
  })
  const joined = async (name?: string): Promise<[Student, TransferView]> => {
    const student = await aStudent(cloud, name === undefined ? {} : { name })
    return [student, await student.started({ branchId })]
  }
  const listed = async (given: Partial<InputOf<'secretary', 'desk.list'>> = {}) =>
    valueOf(await secretary.desk('desk.list', { branchId, ...given }))
  const namesOf = ({ items }: { items: DeskItem[] }) => items.map(({ name }) => name)

  describe('its queue', () => {
    it('shows who waits, longest first, with names but no numbers', async () => {
      const [one, first] = await joined('甲一')
      const [, second] = await joined('乙二')
      await joined('丙三')
      const { items, next } = await listed()
      expect(namesOf({ items })).toEqual(['甲一', '乙二', '丙三'])
      expect(next).toBeUndefined()
      expect(items[0]).toEqual({
        id: first.id,
        version: 1,
        reference: first.reference,
        name: '甲一',
        erased: false,
        stage: 'registered',
        origin: 'province',
        since: first.since,
        overdue: false,
        missing: [],
        declared: {},
        rosterMatch: 'none',
        warnings: ['NOT_DECLARED'],
        membersTurn: false,
        allowedActions: ['approve', 'return'],
      })
      const text = JSON.stringify(items)
      for (const number of [one.person.idNumber, one.person.phone, one.person.memberNumber ?? '']) {
        expect(text).not.toContain(number)
        expect(text).not.toContain(number.slice(-6))
      }
      await secretary.approved(second)
      expect(namesOf(await listed({ stage: 'registered' }))).toEqual(['甲一', '丙三'])
      expect(namesOf(await listed({ stage: 'approved' }))).toEqual(['乙二'])
      expect(namesOf(await listed({ rosterMatch: 'full' }))).toEqual([])
      expect(namesOf(await listed({ stage: 'registered', rosterMatch: 'none' }))).toEqual(['甲一', '丙三'])
    })

    it('finds by the beginning of a name, whichever middle dot is typed, and among the other filters', async () => {
      const [, ayguli] = await joined('阿依古丽·买买提')
      await joined('阿依夏木·买买提')
      await joined('张阿依')
      await joined('阿依古')
      expect(namesOf(await listed({ text: '阿依' }))).toEqual([
        '阿依古丽·买买提',
        '阿依夏木·买买提',
        '张阿依',
        '阿依古',
      ])
      expect(namesOf(await listed({ text: ' 阿依古丽•买 ' }))).toEqual(['阿依古丽·买买提'])
      expect(namesOf(await listed({ text: '买买提' }))).toEqual([])
      expect(namesOf(await listed({ text: ' ' }))).toHaveLength(4)
      await secretary.approved(ayguli)
      expect(namesOf(await listed({ text: '阿依', stage: 'registered' }))).toEqual([
        '阿依夏木·买买提',
        '张阿依',
        '阿依古',
      ])
    })

    it('finds by beginning and end of a student number, in any case, width and grouping', async () => {
      const [student, transfer] = await joined('王小文')
      await joined('王二')
      const row = { name: '王小文', idNumber: student.person.idNumber, studentNumber: 'M2024800X' }
      valueOf(await secretary.desk('roster.import', { branchId, importId: 'search', rows: [row] }))
      for (const text of ['M2024', 'm2024', 'M 2024', 'ｍ２０２４', 'M2024\u200B800X', '800X', '4800x', 'm2024800x'])
        expect((await listed({ text })).items).toMatchObject([{ id: transfer.id, studentNumber: 'M2024800X' }])
      for (const text of ['00X', '024800', '800X1', 'M2025']) expect((await listed({ text })).items).toEqual([])
      const change = [{ ...row, studentNumber: 'M2024900Y' }]
      valueOf(await secretary.desk('roster.import', { branchId, importId: 'search 2', rows: change }))
      expect((await listed({ text: '900Y' })).items).toMatchObject([{ id: transfer.id }])
      expect((await listed({ text: '800X' })).items).toEqual([])
    })

    it('finds by the beginning of a given name, of a word of a letter name, and of a reference', async () => {
      const [, wen] = await joined('王小文')
      const [, xiu] = await joined('欧阳修')
      const [, mary] = await joined("Mary O'Neil")
      const [, huang] = await joined('黄丽')
      const found = async (text: string) => (await listed({ text })).items.map(({ id }) => id)
      expect(await found('小文')).toEqual([wen.id])
      expect(await found('小')).toEqual([wen.id])
      expect(await found('文')).toEqual([])
      expect(await found('修')).toEqual([xiu.id])
      expect(await found('阳')).toEqual([])
      for (const text of ["o'neil", 'O’Neil', 'ONEIL', 'mary o', "MARY O'NEIL"])
        expect(await found(text)).toEqual([mary.id])
      expect(await found('\u2EE9')).toEqual([huang.id])
      expect(await found('\u2EE9\u200B 丽')).toEqual([huang.id])
      expect(await found(wen.reference)).toEqual([wen.id])
      expect(await found(wen.reference.replace(/(....)/gu, '$1 '))).toEqual([wen.id])
      expect(await found(wen.reference.slice(0, 7))).toContain(wen.id)
      expect(await listed({ text: '·' })).toEqual({ items: [] })
    })

    it('finds people by the name that they have now, and nobody by the name of an erased one', async () => {
      const [student] = await joined('王小文')
      valueOf(await student.member('account.amend', { name: '李小文' }))
      expect(namesOf(await listed({ text: '王' }))).toEqual([])
      expect(namesOf(await listed({ text: '李小' }))).toEqual(['李小文'])
      const [item] = (await listed({ text: '李' })).items
      valueOf(await student.member('account.erase', { confirm: true }))
      expect((await listed({ text: '李' })).items).toEqual([])
      expect((await listed({ text: item?.reference ?? '' })).items).toMatchObject([{ id: item?.id, name: '' }])
    })

    it('says of a search that it stopped at a thousand, and looks no further', async () => {
      const [, model] = await joined('王一')
      const like = documentsOf(cloud, 'transfers').filter(({ _id }) => _id === model.id)
      const fill = (from: number, to: number) => {
        const copies = Array.from({ length: to - from }, (_, i) => {
          const id = `many-${branchId}-${String(from + i)}`
          const position = `${String(from + i).padStart(14, '0')}-${id}`
          return like.map((one) => ({ ...one, _id: id, slot: id, accountId: id, reference: id, position }))
        })
        cloud.store.insert(null, cloud.store.collection('transfers'), copies.flat())
      }
      fill(0, 900)
      expect(await listed({ text: '王', stage: 'approved' })).toEqual({ items: [] })
      fill(900, 1_100)
      expect(await listed({ text: '王', stage: 'approved' })).toEqual({ items: [], truncated: true })
      expect(await listed({ text: '王', stage: 'approved', sort: 'name' })).toEqual({ items: [], truncated: true })
      cloud.metrics.reset()
      const page = await listed({ text: '王' })
      expect(page.items).toHaveLength(20)
      expect(page).not.toHaveProperty('truncated')
      // Where nothing else is asked for, no more is read than is shown.
      expect(cloud.metrics.documentsRead).toBeLessThan(50)
    })

    it('pages by cursor, and loses and repeats nobody while others work', async () => {
      const all: TransferView[] = []
      const students: Student[] = []
      for (let i = 0; i < 7; i++) {
        const [student, transfer] = await joined()
        students.push(student)
        all.push(transfer)
      }
      const first = await listed({ limit: 3 })
      expect(first.items.map(({ id }) => id)).toEqual(all.slice(0, 3).map(({ id }) => id))
      // One that was seen goes on, one is new, and one that was seen asks anew: it waits from now on.
      const [seen, moving] = [all[0], all[1]]
      if (seen === undefined || moving === undefined || students[1] === undefined) throw new Error('nobody')
      await secretary.approved(seen)
      valueOf(await students[1].act(moving, { action: 'amend' }))
      const [, fresh] = await joined()
      const rest: string[] = []
      for (let cursor = first.next; cursor !== undefined;) {
        const page = await listed({ limit: 3, cursor })
        rest.push(...page.items.map(({ id }) => id))
        cursor = page.next
      }
      const unseen = all.slice(3).map(({ id }) => id)
      expect(rest.filter((id) => unseen.includes(id))).toEqual(unseen)
      expect(rest).toContain(fresh.id)
      expect(new Set(rest).size).toBe(rest.length)
    })

    it('pages a search too', async () => {
      for (let i = 0; i < 5; i++) await joined(`王${'甲乙丙丁戊'.charAt(i)}`)
      const first = await listed({ text: '王', limit: 2 })
      const second = await listed({ text: '王', limit: 2, ...(first.next === undefined ? {} : { cursor: first.next }) })
      const third = await listed({
        text: '王',
        limit: 2,
        ...(second.next === undefined ? {} : { cursor: second.next }),
      })
      expect([first, second, third].flatMap(namesOf)).toEqual(['王甲', '王乙', '王丙', '王丁', '王戊'])
      expect(third.next).toBeUndefined()
    })

    it('shows twenty unless told, a hundred at most', async () => {
      for (let i = 0; i < 21; i++) await joined()
      expect((await listed()).items).toHaveLength(20)
      expect((await listed({ limit: 100 })).items).toHaveLength(21)
      for (const limit of [0, 101, 1.5, '20'])
        expect(codeOf(await secretary.call('secretary', 'desk.list', { branchId, limit }))).toBe('BAD_INPUT')
      expect(codeOf(await secretary.desk('desk.list', { branchId, cursor: 'odd' }))).toBe('BAD_INPUT')
    })

    it('calls overdue what nobody answered for three days', async () => {
      const [, old] = await joined('久等')
      const [, answered] = await joined('已批')
      await secretary.approved(answered)
      await cloud.clock.advance('P2DT23H')
      await joined('新来')
      expect(namesOf(await listed({ overdue: true }))).toEqual([])
      await cloud.clock.advance('PT2H')
      expect((await listed({ overdue: true })).items).toMatchObject([{ id: old.id, overdue: true }])
      expect(namesOf(await listed({ overdue: true, stage: 'approved' }))).toEqual([])
      const { overdue } = valueOf(await secretary.desk('desk.open', { id: old.id }))
      expect(overdue).toBe(true)
    })

    it('warns of what a secretary should look at twice', async () => {
      const holder = await aStudent(cloud)
      const odd = await aStudent(cloud, {
        identity: 'cadre',
        joinedOn: '2019-05',
        memberNumber: holder.person.memberNumber?.replace('2018', '2019') ?? '',
      })
      valueOf(
        await holder.member('account.amend', { joinedOn: '2019-05', memberNumber: odd.person.memberNumber ?? '' }),
      )
      const young = await aStudent(cloud, { joinedOn: '2014-05', memberNumber: '' })
      await odd.started({ branchId })
      await young.started({ branchId })
      const { items } = await listed()
      expect(items.map(({ warnings }) => warnings)).toEqual([
        ['NUMBER_ELSEWHERE', 'CADRE', 'NOT_DECLARED'],
        ['AGE_AT_JOINING', 'NOT_DECLARED'],
      ])
      await setBranch(cloud, branchId, { rosterSize: 1 })
      expect((await listed()).items.every(({ warnings }) => warnings.includes('NOT_ON_ROSTER'))).toBe(true)
    })
  })

  describe('whose turn it is', () => {
    it('is told of everybody: the member’s once it was returned, or the wait is over, and nobody’s before', async () => {
      const [, waiting] = await joined()
      const [, over] = await joined()
      const [, back] = await joined()
      const turn = async (id: string) => valueOf(await secretary.desk('desk.open', { id })).membersTurn
      await secretary.returned(back)
      await secretary.approved(over)
      await cloud.clock.advance('PT25H')
      const approved = await secretary.approved(waiting)
      expect(approved.membersTurn).toBe(false)
      expect(await Promise.all([waiting, over, back].map(({ id }) => turn(id)))).toEqual([false, true, true])
      const { items } = await listed()
      const told = [waiting, over, back].map(({ id }) => items.find((item) => item.id === id)?.membersTurn)
      expect(told).toEqual([false, true, true])
    })
  })

  it('lets a cadre look, and offers nothing to do', async () => {
    await joined()
    const cadre = addStaff(cloud, `cadre-${branchId}`, branchId, 'cadre')
    const { items } = valueOf(await cadre.desk('desk.list', { branchId }))
    expect(items.map(({ allowedActions }) => allowedActions)).toEqual([[]])
  })

  it('shows no phone of whom there is no account any more', async () => {
    const [, { id }] = await joined()
    const { accountId } = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id) as { accountId?: string }
    new Elsewhere(cloud).drop('accounts', accountId ?? '')
    expect(await secretary.desk('desk.reveal', { id, field: 'phone', why: '当面核对过' })).toMatchObject({
      error: { code: 'NOT_NOW', detail: { stage: 'registered' } },
    })
  })

  describe('a case that is opened', () => {
    it('shows everything with masked numbers, the month of joining plain, and the log', async () => {
      const [student, transfer] = await joined()
      const { person } = student
      // What somebody lets himself be reminded of is no matter of the branch.
      const { reminders: _own, ...seenByBoth } = transfer
      const shown = valueOf(await secretary.desk('desk.open', { id: transfer.id }))
      expect(shown).not.toHaveProperty('reminders')
      expect(shown).toMatchObject({
        ...seenByBoth,
        allowedActions: ['approve', 'return'],
        name: person.name,
        idNumber: '*'.repeat(14) + person.idNumber.slice(-4),
        phone: '*'.repeat(7) + person.phone.slice(-4),
        memberNumber: '*'.repeat(8) + (person.memberNumber ?? '').slice(-4),
        joinedOn: '2018-05',
        identity: 'member',
      })
      expect(shown.log).toHaveLength(1)
    })

    it('shows a counsellor no part of the numbers', async () => {
      const [student, transfer] = await joined()
      const counsellor = addStaff(cloud, `counsellor-${branchId}`, branchId, 'counsellor')
      const shown = valueOf(await counsellor.desk('desk.open', { id: transfer.id }))
      const text = JSON.stringify(shown)
      for (const number of [student.person.idNumber, student.person.phone, student.person.memberNumber ?? ''])
        expect(text).not.toContain(`*${number.slice(-4)}`)
    })
  })

  describe('its decisions', () => {
    it('approves a hundred at once, in the order given, and lets no refusal block the rest', async () => {
      const all: TransferView[] = []
      for (let i = 0; i < 12; i++) all.push((await joined())[1])
      const [other] = [await aStudent(cloud)]
      const foreign = await other.started()
      const items: unknown[] = all.map(({ id, version }) => ({ id, version, ...APPROVE }))
      items[1] = { ...(items[1] as object), version: 7 }
      items[2] = { ...(items[2] as object), officiallyApproved: false }
      items[3] = { ...(items[3] as object), verdict: 'praise' }
      items[4] = { ...(items[4] as object), version: 'one' }
      items[5] = { ...(items[5] as object), verdict: 'return', reason: '   ' }
      items[6] = { ...(items[6] as object), id: foreign.id }
      items[7] = { ...(items[7] as object), id: 'unknown' }
      items[8] = { ...(items[8] as object), id: 'x'.repeat(65) }
      items[9] = null
      items[10] = { id: 17, version: 1, ...APPROVE }
      items.push({ verdict: 'approve', version: 1 })
      while (items.length < 100) items.push({ id: `nobody-${String(items.length)}`, version: 1, ...APPROVE })
      const { outcomes } = valueOf(await secretary.decideAll(items))
      expect(outcomes).toHaveLength(100)
      expect(outcomes.slice(0, 13).map(codeOf)).toEqual([
        'ok',
        'CHANGED_MEANWHILE',
        'OFFICIAL_FIRST',
        'BAD_INPUT',
        'BAD_INPUT',
        'REASON_REQUIRED',
        'NOT_YOURS',
        'NOT_FOUND',
        'NOT_FOUND',
        'BAD_INPUT',
        'BAD_INPUT',
        'ok',
        'BAD_INPUT',
      ])
      expect(outcomes.slice(13).every((outcome) => codeOf(outcome) === 'NOT_FOUND')).toBe(true)
      const named = items.map((item) => (item !== null && typeof item === 'object' && 'id' in item ? item.id : ''))
      expect(outcomes.map(({ id }) => id)).toEqual(named.map((id) => (typeof id === 'string' ? id : '')))
      expect(outcomes[1]).toMatchObject({ error: { detail: { version: 1 } } })
      expect(outcomes[4]).toMatchObject({ error: { detail: { fields: [{ path: 'version', rule: 'type' }] } } })
      expect((await listed({ stage: 'approved' })).items).toHaveLength(2)
    })

    it('refuses the call for an id that is there twice, for none and for more than a hundred', async () => {
      const [, transfer] = await joined()
      const item = { id: transfer.id, version: 1, ...APPROVE }
      expect(await secretary.decideAll([item, { ...item, verdict: 'return' }])).toMatchObject({
        error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'items.1.id', rule: 'duplicate' }] } },
      })
      expect(codeOf(await secretary.decideAll([]))).toBe('BAD_INPUT')
      const many = Array.from({ length: 101 }, (_, i) => ({ ...item, id: `n-${String(i)}` }))
      expect(codeOf(await secretary.decideAll(many))).toBe('BAD_INPUT')
      for (const commandId of ['', 'x'.repeat(65), 5, undefined])
        expect(codeOf(await secretary.decideAll([item], commandId === undefined ? null : commandId))).toBe('BAD_INPUT')
      expect((await listed({ stage: 'registered' })).items).toHaveLength(1)
    })

    it('answers a repeated command per item with how things are now, and remembers no refusal', async () => {
      const [, one] = await joined()
      const [, two] = await joined()
      const commandId = aCommandId()
      const first = [{ id: one.id, version: 1, ...APPROVE }]
      const [approved] = valueOf(await secretary.decideAll(first, commandId)).outcomes
      if (!approved?.ok) throw new Error('refused')
      const items = [...first, { id: two.id, version: 9, ...APPROVE }]
      const mixed = valueOf(await secretary.decideAll(items, commandId)).outcomes
      expect(mixed.map(codeOf)).toEqual(['ok', 'CHANGED_MEANWHILE'])
      expect(mixed[0]).toEqual(approved)
      const again = valueOf(await secretary.decideAll([...first, { id: two.id, version: 1, ...APPROVE }], commandId))
      expect(again.outcomes.map(codeOf)).toEqual(['ok', 'ok'])
      await secretary.returned(approved.transfer)
      const later = valueOf(await secretary.decideAll(first, commandId)).outcomes
      expect(later).toMatchObject([{ ok: true, transfer: { stage: 'returned', version: 3 } }])
    })

    it('finds nobody by an id that nobody has, whoever asks of one or of two', async () => {
      const unknown = ['0', '1'].map((digit) => ({ id: digit.repeat(32), version: 1, ...APPROVE }))
      for (const items of [unknown.slice(1), unknown]) {
        const { outcomes } = valueOf(await secretary.decideAll(items))
        expect(outcomes.map(codeOf)).toEqual(items.map(() => 'NOT_FOUND'))
        expect(codeOf(await (await aStudent(cloud)).decideAll(items))).toBe('NOT_STAFF')
      }
    })

    it('remembers a command per staff member', async () => {
      const [, transfer] = await joined()
      const commandId = aCommandId()
      expect(codeOf(await secretary.decide(transfer, APPROVE, commandId))).toBe('ok')
      const colleague = addStaff(cloud, `colleague-${branchId}`, branchId, 'secretary')
      expect(await colleague.decide(transfer, APPROVE, commandId)).toMatchObject({
        error: { code: 'CHANGED_MEANWHILE', detail: { version: 2 } },
      })
      // Of the same command of two people each is written down with what was their own.
      const back = { verdict: 'return', reason: '请写全名' }
      expect(codeOf(await colleague.decide({ ...transfer, version: 2 }, back, commandId))).toBe('ok')
      const decided = documentsOf(cloud, 'audit').filter((entry) => entry['branchId'] === branchId)
      expect(decided.map(({ by, whom, count }) => [by, whom, count])).toEqual([
        [`staff-${String(secretary.openid)}`, `${transfer.reference} approve`, 1],
        [`staff-colleague-${branchId}`, `${transfer.reference} return`, 1],
      ])
    })

    it('refuses what is no item at all by itself, and says where in the log an outage struck one', async () => {
      const [, struck] = await joined()
      const [, other] = await joined()
      const printed = vi.spyOn(console, 'error').mockReturnValue()
      cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', collection: 'transfers' })
      const both = [struck, other].map(({ id, version }) => ({ id, version, ...APPROVE }))
      const { outcomes } = valueOf(await secretary.decideAll(['no item', ...both]))
      cloud.clearFaults()
      expect(outcomes.map(codeOf).sort()).toEqual(['BAD_INPUT', 'INTERNAL', 'ok'])
      expect(outcomes[0]).toMatchObject({ id: '', error: { code: 'BAD_INPUT' } })
      expect(printed.mock.calls.map(([line]) => JSON.parse(String(line)) as object)).toMatchObject([
        { fault: 'desk.decide' },
      ])
      printed.mockRestore()
    })

    it('answers with shorter logs where those of many would not fit into a reply', async () => {
      const all: TransferView[] = []
      for (let i = 0; i < 25; i += 1) {
        const [, transfer] = await joined()
        const [first] = documentsOf(cloud, 'transfers').find(({ _id }) => _id === transfer.id)?.['events'] as object[]
        const amended = { ...first, type: 'amended', reason: '因'.repeat(200) }
        const events = [first, ...Array.from({ length: 59 }, () => amended)]
        new Elsewhere(cloud).set('transfers', transfer.id, { events })
        all.push(transfer)
      }
      const { outcomes } = valueOf(
        await secretary.decideAll(all.map(({ id, version }) => ({ id, version, ...APPROVE }))),
      )
      const logs = outcomes.map((outcome) =>
        outcome.ok ? [outcome.transfer.log.length, outcome.transfer.logMore] : [],
      )
      expect(logs).toEqual(all.map(() => [20, 41]))
    })

    it('takes facts and takes others back in one step', async () => {
      const party = addBranch(cloud, `party-${branchId}`, {}, PARTY)
      const desk = addStaff(cloud, `party-desk-${branchId}`, party, 'secretary')
      const student = await aStudent(cloud, { party: 'full' })
      const announced = await student.announced(await student.started({ kind: 'party', branchId: party }))
      const half = await desk.decided(announced, { verdict: 'receive', checked: ['materials'] })
      const instead = { verdict: 'receive', checked: ['online'], unchecked: ['materials'], reason: '登记错人' }
      expect(Object.keys((await desk.decided(half, instead)).facts ?? {})).toEqual(['online'])
    })

    it('needs the tick of the official system only where the branch works beside it', async () => {
      const [, transfer] = await joined()
      expect(await secretary.decide(transfer, { verdict: 'approve' })).toMatchObject({
        error: { code: 'OFFICIAL_FIRST' },
      })
      await setBranch(cloud, branchId, { besideOfficial: false })
      expect(codeOf(await secretary.decide(transfer, { verdict: 'approve' }))).toBe('ok')
    })

    it('needs a reason for a return, of two hundred characters at most and without an ID number', async () => {
      const [student, transfer] = await joined()
      const back = (reason?: string) =>
        secretary.decide(transfer, { verdict: 'return', ...(reason === undefined ? {} : { reason }) })
      expect(codeOf(await back())).toBe('REASON_REQUIRED')
      expect(codeOf(await back(''))).toBe('REASON_REQUIRED')
      expect(codeOf(await back('字'.repeat(201)))).toBe('BAD_INPUT')
      expect(codeOf(await back(`应为 ${student.person.idNumber}`))).toBe('BAD_INPUT')
      expect(await back(` ${'字'.repeat(198)} `)).toMatchObject({
        ok: true,
        transfer: { returnReason: '字'.repeat(198) },
      })
    })

    it('does nothing of the other journey’s', async () => {
      const [, transfer] = await joined()
      expect(codeOf(await secretary.decide(transfer, { verdict: 'receive', checked: ['materials'] }))).toBe('NOT_NOW')
      expect(codeOf(await secretary.decide(transfer, { verdict: 'confirm', result: 'success' }))).toBe('NOT_NOW')
      expect(codeOf(await secretary.decide(transfer, { verdict: 'confirm', result: 'perhaps' }))).toBe('BAD_INPUT')
      expect(codeOf(await secretary.decide(transfer, { verdict: 'confirm' }))).toBe('BAD_INPUT')
      expect(codeOf(await secretary.decide(transfer, { verdict: 'receive', checked: [] }))).toBe('BAD_INPUT')
    })
  })
})
