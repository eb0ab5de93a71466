import path from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { TransferView } from '../../cloudfunctions/contract'
import { buildFunctions } from '../../cloudfunctions/build/build'
import type { Fields } from '../../preview/cloud/values'
import { compile } from '../../preview/pages/compiler/compile'
import { launchBrowser, openPhone } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { aStudent, APPROVE, LEAGUE, leagueSecretary, valueOf, type Student } from '../support/client'
import { documentsOf } from '../support/documents'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { sideBySide } from './against'
import { KEYS } from './bare-sdk'
import { deskOfThousands } from './desk'
import { loads, mainPackage } from './loads'
import { ratio, row, table, timed, times } from './measure'
import { ownTime } from './own-time'
import { sameWrites } from './same-writes'

/**
 * `npm run bench`: the numbers that the README quotes. Speeds are ratios against a peer of the same run; with `--against
 * COMMIT` the peer is that commit of this project, and nothing else is measured. `--desk` measures the desk of thousands alone,
 * with `--against COMMIT` beside that commit's; `--part NAME` one of `PARTS` alone.
 */
const { against, desk, part } = parseArgs({
  options: { against: { type: 'string' }, desk: { type: 'boolean' }, part: { type: 'string' } },
}).values

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** Slow enough that what is asked at once overlaps, whatever else the machine does. */
const SLOW_MS = 60

/** Requests and rounds of one call: requests that overlap in time are one round. */
const requestsOf = async (cloud: TestCloud, work: () => Promise<unknown>): Promise<string> => {
  cloud.metrics.reset()
  cloud.fault({ kind: 'delay', ms: SLOW_MS, times: 1_000 })
  await work()
  cloud.clearFaults()
  const { requests, rounds } = cloud.metrics
  return `${String(requests.length)} in ${String(rounds)} rounds`
}

const operations = async (cloud: TestCloud): Promise<void> => {
  const secretary = leagueSecretary(cloud)
  const students: Student[] = []
  for (let i = 0; i < 20; i += 1) {
    const student = await aStudent(cloud)
    await student.started()
    students.push(student)
  }
  const [first, second] = students
  if (first === undefined || second === undefined) throw new Error('no students')
  row('account.me', await requestsOf(cloud, () => first.me()), '5 in 2 rounds')
  const transfer = await first.transfer()
  const declare = () => first.member('transfer.declare', { id: transfer.id, officialRegistration: true })
  row('transfer.declare', await requestsOf(cloud, declare), '2 in 2 rounds')
  row('desk.open', await requestsOf(cloud, () => secretary.desk('desk.open', { id: transfer.id })), '2 in 1 rounds')
  const list = () => secretary.desk('desk.list', { branchId: LEAGUE })
  row('desk.list', await requestsOf(cloud, list), '3 in 2 rounds')
  const items = valueOf(await secretary.desk('desk.list', { branchId: LEAGUE })).items.slice(0, 10)
  const approvals = items.map(({ id, version }) => ({ id, version, ...APPROVE }))
  row('desk.decide of 10', await requestsOf(cloud, () => secretary.decideAll(approvals)), '13')
}

/** A whole journey, call by call. */
const calls = async (cloud: TestCloud): Promise<void> => {
  const secretary = leagueSecretary(cloud)
  let all = 0
  const counted = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    let value: T | undefined
    const asked = await requestsOf(cloud, async () => (value = await work()))
    all += Number.parseInt(asked, 10)
    row(`a journey: ${what}`, asked, '')
    if (value === undefined) throw new Error('nothing came of it')
    return value
  }
  await aStudent(cloud)
  const student = await counted('account.register', () => aStudent(cloud))
  const started = await counted('transfer.start', () => student.started())
  const approved = await counted('desk.decide', () => secretary.decided(started, APPROVE))
  await cloud.clock.advance('PT24H')
  await counted('transfer.act', () => student.request(approved, student.claim))
  row('a journey: all requests', String(all), '16')
}

/** Copies of one stored transfer, as many as a large branch has after years. */
const multiply = (cloud: TestCloud, model: Fields, from: number, to: number): void => {
  const collection = cloud.store.collection('transfers')
  for (let i = from; i < to; i += 500) {
    const copies = Array.from({ length: Math.min(500, to - i) }, (_, j) => {
      const id = `copy-${String(i + j)}`
      const position = `${String(1_600_000_000_000 + i + j).padStart(14, '0')}-${id}`
      return { ...model, _id: id, slot: id, reference: id, accountId: id, position }
    })
    cloud.store.insert(null, collection, copies)
  }
}

/** A cloud in which a branch has so many requests; answers how long its secretary waits for a page of them. */
const queueOf = async (size: number): Promise<{ cloud: TestCloud; list: () => Promise<number> }> => {
  const cloud = await startLocalCloud({ functions: BUNDLES, env: KEYS })
  const secretary = leagueSecretary(cloud)
  const { id } = await (await aStudent(cloud)).started()
  const model = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
  if (model === undefined) throw new Error('nothing to copy')
  multiply(cloud, model, 0, size)
  const page = async () => valueOf(await secretary.desk('desk.list', { branchId: LEAGUE, stage: 'registered' }))
  const list = async () => timed(page)
  await times(5, list)
  return { cloud, list }
}

/** Both stand beside each other, so that the machine and the process are the same for either. */
const queueAtSize = async (): Promise<void> => {
  const [small, large] = [await queueOf(1_000), await queueOf(100_000)]
  row('desk.list at 100,000 transfers against 1,000', (await ratio(60, large.list, small.list)).toFixed(2), '1.2')
  await Promise.all([small.cloud.close(), large.cloud.close()])
}

/** One whole journey by the functions: registering, asking, approved, requested; milliseconds a journey. */
const wholeJourneys = async (cloud: TestCloud, n: number): Promise<number> => {
  const secretary = leagueSecretary(cloud)
  const begun: { student: Student; transfer: TransferView }[] = []
  const registering = await timed(async () => {
    for (let i = 0; i < n; i += 1) {
      const student = await aStudent(cloud)
      begun.push({ student, transfer: await student.started() })
    }
  })
  const approving = await timed(async () => {
    for (const { transfer } of begun) await secretary.decided(transfer, APPROVE)
  })
  await cloud.clock.advance('PT24H')
  const requesting = await timed(async () => {
    for (const { student, transfer } of begun)
      valueOf(await student.request({ id: transfer.id, version: 2 }, student.claim))
  })
  return (registering + approving + requesting) / n
}

/** Whole journeys by the functions against the same writes by the bare SDK. */
const journeys = async (cloud: TestCloud): Promise<void> => {
  const write = await sameWrites(cloud)
  const N = 10
  const ours = () => wholeJourneys(cloud, N)
  const bare = () => write(N)
  await ours()
  await bare()
  row('whole journeys: time against the same writes by the bare SDK', (await ratio(9, ours, bare)).toFixed(2), '2')
}

const preview = async (): Promise<void> => {
  const { milliseconds } = await compile({ root: path.join(PROJECT, 'miniprogram'), projectRoot: PROJECT })
  row('preview: cold build', `${(milliseconds / 1000).toFixed(2)} s`, '1.5 s')
  const cloud = await startLocalCloud({ functions: BUNDLES, preview: true })
  const browser = await launchBrowser()
  const page = await openPhone(browser, cloud.url, { openid: 'bench' })
  await page.reload()
  await page.locator('wx-page').first().waitFor()
  await page.waitForTimeout(500)
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
  row('preview: first paint', `${(paint / 1000).toFixed(2)} s`, '0.6 s')
  await browser.close()
  await cloud.close()
}

const withCloud = async (work: (cloud: TestCloud) => Promise<void>): Promise<void> => {
  const cloud = await startLocalCloud({ functions: BUNDLES, env: KEYS })
  await work(cloud)
  await cloud.close()
}

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  requests: () =>
    withCloud(async (cloud) => {
      await operations(cloud)
      await calls(cloud)
    }),
  journeys: () => withCloud(journeys),
  own: () => withCloud(ownTime),
  queue: queueAtSize,
  loads,
  package: mainPackage,
  preview,
}

const measure = async (): Promise<void> => {
  await buildFunctions(BUNDLES)
  const chosen = part === undefined ? Object.values(PARTS) : [PARTS[part]]
  for (const work of chosen) {
    if (work === undefined) throw new Error(`the parts are ${Object.keys(PARTS).join(', ')}`)
    await work()
  }
}

if (desk === true) await deskOfThousands(against)
else await (against === undefined ? measure() : sideBySide(against))
console.log(`\n${table()}`)
