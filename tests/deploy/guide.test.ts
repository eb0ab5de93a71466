import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { COLLECTIONS } from '../../cloudfunctions/deploy/collections'
import indexes from '../../cloudfunctions/indexes.json'
import {
  addBranch,
  APPROVE,
  Caller,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  PARTY,
  partySecretary,
  person,
  valueOf,
} from '../support/client'
import { documentsOf } from '../support/documents'
import { claimOf } from '../support/people'
import { localCloud } from '../support/file-cloud'

const project = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(path.join(project, file), 'utf8')
const guide = read('cloudfunctions/README.md')
/** First cells of the table under a heading; names in code marks. */
const namesIn = (heading: string): string[] => {
  const part = guide.slice(guide.indexOf(heading)).split(/\n##? /u)[0] ?? ''
  return [...part.matchAll(/^\| (.+?) +\|/gmu)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w.]+)`/gu)].map(([, name = '']) => name),
  )
}

/** Every source of a folder, as one text each. */
const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('miniprogram_npm'))
    .map((name) => read(path.join(folder, name)))
/** What the guide quotes of others: a button of DevTools, what the management SDK writes, a word of our releases. */
const OF_OTHERS = ['云开发', '部署方式', '记录格式变了']

describe('the guide', () => {
  it('names every command of deployment, and none that there is not', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const commands = Object.keys(scripts).filter((name) => scripts[name]?.includes('cloudfunctions/deploy/'))
    for (const name of commands) expect(guide.includes(`npm run ${name} --`), name).toBe(true)
    for (const [, name = ''] of guide.matchAll(/npm run ([\w:-]+)/gu)) expect(Object.keys(scripts)).toContain(name)
  })

  it('names what is to be tapped as the pages name it', () => {
    const folder = path.join(project, 'miniprogram')
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:wxml|ts|json)$/u.test(name) && !name.includes('miniprogram_npm'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n')
    const labels = [...guide.matchAll(/「([^」]+)」/gu)].map(([, label = '']) => label)
    expect(labels.length).toBeGreaterThan(20)
    expect(labels.filter((label) => !pages.includes(label))).toEqual([])
  })

  it('names every flag of every command', () => {
    const folder = path.join(project, 'cloudfunctions', 'deploy')
    let commands = 0
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const usage = /const USAGE =\s*'([^']+)'/u.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1]
      if (usage === undefined) continue
      commands += 1
      for (const [flag] of usage.matchAll(/--[a-z][a-z-]+/gu))
        expect(guide.includes(flag), `${file} ${flag}`).toBe(true)
    }
    expect(commands).toBe(10)
  })

  it('shows of what commands write only what they do write, line by line', () => {
    // A text that goes over lines, or is put together, is one text.
    const sources = ['cloudfunctions', 'preview'].flatMap((name) => filesIn(name, /\.ts$/u)).join('\n')
    const blocks = [...guide.matchAll(/^ *```text\n([\s\S]*?)^ *```/gmu)].map(([, block = '']) => block)
    expect(blocks.length).toBeGreaterThan(10)
    const odd = blocks
      .flatMap((block) => block.split('\n'))
      .flatMap((line) =>
        line.split(/…|[A-Z]+_KEYS/u).map((part) => ({ line, part: part.replace(/^\d\. /u, '').trim() })),
      )
      .filter(({ part }) => part.length > 1 && !sources.includes(part))
    expect(odd).toEqual([])
  })

  it('quotes nothing that neither pages nor commands say', () => {
    const said = ['cloudfunctions', 'miniprogram', 'preview'].flatMap((name) =>
      filesIn(name, /\.(?:ts|wxml|json|html)$/u),
    )
    const all = said.join('\n')
    const quotes = [...guide.matchAll(/“([^”]+)”/gu)].map(([, quote = '']) => quote)
    expect(quotes.length).toBeGreaterThan(20)
    expect(quotes.filter((quote) => !all.includes(quote) && !OF_OTHERS.includes(quote))).toEqual([])
  })

  it('is led to by every link into it at a heading that it has', () => {
    const headings = [...guide.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
        .replaceAll(' ', '-'),
    )
    const links = readdirSync(project)
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => [...read(name).matchAll(/\(cloudfunctions\/README\.md#([^)]+)\)/gu)])
      .map(([, anchor = '']) => decodeURIComponent(anchor))
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([])
  })

  it('says of every collection what is in it', () => {
    expect(namesIn('# 附一').sort()).toEqual(Object.keys(indexes).sort())
  })

  it('says of every operation what it is, by the name under which it stands in the log', () => {
    const file = path.join(project, 'cloudfunctions', 'contract.ts')
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022)
    const operations: string[] = []
    const visit = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) && ts.isStringLiteral(node.name)) operations.push(node.name.text)
      ts.forEachChild(node, visit)
    }
    visit(source)
    expect(operations.length).toBeGreaterThan(50)
    expect(namesIn('# 附二').sort()).toEqual(operations.sort())
  })
})

describe('what a journey costs', () => {
  const cloud = localCloud()

  /** Calls of functions and requests to the database that this takes. */
  const measured = async (work: (count: <T>(call: Promise<T>) => Promise<T>) => Promise<void>) => {
    cloud.metrics.reset()
    let calls = 0
    await work((call) => {
      calls += 1
      return call
    })
    return { calls, requests: cloud.metrics.requests.length }
  }
  /** What somebody fills in, page by page, each asked for and kept. */
  const registered = async (caller: Caller, n: number, count: <T>(call: Promise<T>) => Promise<T>) => {
    const who = { ...person(n), party: 'full' as const }
    await count(caller.me())
    await count(caller.member('draft.load', { form: 'register' }))
    for (const fields of [
      { name: who.name, idNumber: who.idNumber },
      { phone: who.phone },
      { memberNumber: who.memberNumber ?? '' },
    ]) {
      await count(caller.call('member', 'account.check', fields))
      await count(caller.member('draft.save', { form: 'register', data: { ...fields }, consent: CONSENT }))
    }
    await count(caller.member('branch.find', { kind: 'league', text: '计通24级' }))
    valueOf(await count(caller.register(who)))
    return who
  }

  it('is what the guide says, within a fifth', async () => {
    const student = new Caller(cloud, 'measured')
    const desk = leagueSecretary(cloud)
    const league = await measured(async (count) => {
      const who = await registered(student, 700, count)
      const started = valueOf(await count(student.start()))
      await count(student.me())
      await count(student.member('transfer.declare', { id: started.id, officialRegistration: true }))
      for (let visit = 0; visit < 6; visit += 1) await count(student.me())
      // Twenty are approved and confirmed in one go: each is a twentieth of that, and counted as a whole here.
      await count(desk.desk('desk.list', { branchId: LEAGUE }))
      await count(desk.decide(started, APPROVE))
      cloud.clock.pass(25 * 3_600_000)
      const ready = (await count(student.me())).transfers[0]
      if (ready === undefined) throw new Error('no transfer')
      await count(student.request(ready, claimOf(who)))
      const done = (await count(student.me())).transfers[0]
      if (done === undefined) throw new Error('no transfer')
      await count(desk.decide(done, { verdict: 'confirm', result: 'success' }))
      await count(student.me())
    })
    const party = await measured(async (count) => {
      const started = valueOf(await count(student.start({ kind: 'party', branchId: PARTY })))
      await count(student.me())
      const prepared = ['file' as const, 'letterToCounsellor' as const]
      const announced = valueOf(await count(student.act(started, { action: 'announce', channel: 'online', prepared })))
      await count(student.me())
      await count(partySecretary(cloud).decide(announced, { verdict: 'receive', checked: ['online', 'materials'] }))
      await count(student.me())
    })
    const row = ({ calls, requests }: { calls: number; requests: number }) => `${String(calls)} ${String(requests)}`
    const said = (name: string) => {
      const [, calls, requests] = new RegExp(`^ *\\| ${name} +\\| (\\d+) +\\| (\\d+) +\\|`, 'mu').exec(guide) ?? []
      return { calls: Number(calls), requests: Number(requests) }
    }
    for (const [name, found] of [
      ['京外团员，从注册到确认成功', league],
      ['党员，从登记到接收完成', party],
    ] as const) {
      const { calls, requests } = said(name)
      expect(calls, `${name}: ${row(found)}`).toBe(found.calls)
      expect(Math.abs(requests - found.requests), `${name}: ${row(found)}`).toBeLessThanOrEqual(found.requests / 5)
    }
  })

  /** Bytes of every document that stays, as it is sent; the platform's indexes are not among them. */
  const stored = (): number =>
    COLLECTIONS.filter((collection) => collection !== 'limits')
      .flatMap((collection) => documentsOf(cloud, collection))
      .reduce((sum, document) => sum + Buffer.byteLength(JSON.stringify(document)), 0)
  const number = (sentence: RegExp): number => Number(sentence.exec(guide)?.[1]?.replaceAll(',', ''))
  const isNear = (said: number, found: number, what: string) => {
    expect(
      Math.abs(said - found),
      `${what}: the guide says ${String(said)}, it is ${String(found)}`,
    ).toBeLessThanOrEqual(found / 5)
  }

  it('in storage is what the guide says, within a fifth, for a person and for an intake', async () => {
    const PEOPLE = 8
    const desk = leagueSecretary(cloud)
    const before = stored()
    const people = Array.from({ length: PEOPLE }, (_, i) => person(720 + i))
    const rows = people.map(({ name, idNumber, phone }, i) => {
      return { name, idNumber, phone, studentNumber: `U2024${String(i).padStart(5, '0')}` }
    })
    valueOf(await desk.desk('roster.import', { branchId: LEAGUE, importId: 'measured', rows }))
    for (const [i, who] of people.entries()) {
      const student = new Caller(cloud, `stored-${String(i)}`)
      valueOf(await student.register({ ...who, party: 'full' }))
      const approved = await desk.approved(await student.started())
      valueOf(await student.member('transfer.invite', { id: approved.id }))
      const party = await student.started({ kind: 'party', branchId: PARTY })
      const prepared = ['file' as const, 'letterToCounsellor' as const]
      const announced = valueOf(await student.act(party, { action: 'announce', channel: 'online', prepared }))
      await partySecretary(cloud).decided(announced, { verdict: 'receive', checked: ['online', 'materials'] })
    }
    cloud.clock.pass(25 * 3_600_000)
    for (const [i, who] of people.entries()) {
      const student = new Caller(cloud, `stored-${String(i)}`)
      const [transfer] = (await student.me()).transfers.filter(({ kind }) => kind === 'league')
      if (transfer === undefined) throw new Error('no transfer')
      const done = valueOf(await student.request(transfer, claimOf(who)))
      await desk.decided(done, { verdict: 'confirm', result: 'success' })
    }
    const each = (stored() - before) / PEOPLE / 1024
    isNear(number(/一个人的全部记录约 ([\d.]+) KB/u), each, 'KB a person')
    isNear(number(/5,000 人约 (\d+) MB/u), (each * 5_000) / 1024, 'MB an intake')
  })

  it('of the timer is what the guide says, where nothing is due, for each branch and for all', async () => {
    const asked = async (): Promise<number> => {
      await cloud.clock.tick()
      cloud.metrics.reset()
      await cloud.clock.tick()
      return cloud.metrics.requests.length
    }
    await cloud.reset()
    const [of2, branches] = [await asked(), 4]
    for (let i = 0; i < branches; i += 1) addBranch(cloud, `measured-${String(i)}`)
    const each = ((await asked()) - of2) / branches
    expect({ all: of2 - 2 * each, each }).toEqual({
      all: number(/没有到期的事时每次 (\d+) 个请求/u),
      each: number(/另加每个支部 (\d+) 个/u),
    })
  })

  it('of a page of the queue is what the guide says', async () => {
    const list = async () => valueOf(await leagueSecretary(cloud).desk('desk.list', { branchId: LEAGUE }))
    // A new instance looks once more, whether maintenance is on.
    await list()
    cloud.metrics.reset()
    await list()
    expect(cloud.metrics.requests).toHaveLength(number(/书记看列表每页 (\d+) 个请求/u))
  })
})
