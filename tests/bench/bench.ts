import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TransferView } from '../../cloudfunctions/contract'
import { buildFunctions } from '../../cloudfunctions/build/build'
import { filesOf, pagesOf } from '../../cloudfunctions/build/pack-npm'
import type { Fields } from '../../preview/cloud/values'
import { compile } from '../../preview/pages/compiler/compile'
import { launchBrowser, openPhone } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { aStudent, APPROVE, LEAGUE, leagueSecretary, valueOf, type Student } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'

/** `npm run bench`: the numbers that the README quotes. Speeds are ratios against a peer of the same run. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const rows: { what: string; measured: string; goal: string }[] = []
const row = (what: string, measured: string, goal: string): void => {
  rows.push({ what, measured, goal })
  console.log(`${what}: ${measured} (goal ${goal})`)
}
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
const times = async (n: number, work: (i: number) => Promise<unknown>): Promise<number[]> => {
  const all: number[] = []
  for (let i = 0; i < n; i += 1) all.push(await timed(() => work(i)))
  return all
}

/** Slow enough that what is asked at once overlaps, whatever else the machine does. */
const SLOW_MS = 60

/** Requests and rounds of one call: requests that overlap in time are one round. */
const requestsOf = async (cloud: TestCloud, work: () => Promise<unknown>): Promise<string> => {
  cloud.metrics.reset()
  cloud.fault({ kind: 'delay', ms: SLOW_MS, times: 1_000 })
  await work()
  cloud.clearFaults()
  const { requests } = cloud.metrics
  let rounds = 0
  let until = -1
  for (const { startedAt, endedAt } of [...requests].sort((a, b) => a.startedAt - b.startedAt)) {
    if (startedAt > until) rounds += 1
    until = Math.max(until, endedAt)
  }
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
  row('transfer.act', await requestsOf(cloud, () => first.act(transfer, { action: 'amend' })), '3 in 2 rounds')
  const list = () => secretary.desk('desk.list', { branchId: LEAGUE })
  row('desk.list', await requestsOf(cloud, list), '3 in 2 rounds')
  const items = valueOf(await secretary.desk('desk.list', { branchId: LEAGUE })).items.slice(0, 10)
  const approvals = items.map(({ id, version }) => ({ id, version, ...APPROVE }))
  row('desk.decide of 10', await requestsOf(cloud, () => secretary.decideAll(approvals)), '13')
}

const loads = (): void => {
  const time = (file: string): number => {
    const code = `const t=performance.now();require(${JSON.stringify(file)});console.log(performance.now()-t)`
    const runs = Array.from({ length: 7 }, () =>
      Number(spawnSync(process.execPath, ['-e', code], { cwd: PROJECT, encoding: 'utf8' }).stdout),
    )
    return median(runs)
  }
  const sdk = time('@cloudbase/node-sdk')
  for (const name of readdirSync(BUNDLES)) {
    const file = path.join(BUNDLES, name, 'index.js')
    const size = statSync(file).size / 1024
    row(`${name}: size at load`, `${size.toFixed(0)} KB`, '350 KB')
    row(`${name}: load, against the SDK unbundled`, (time(file) / sdk).toFixed(2), '0.3')
  }
  const miniprogram = path.join(PROJECT, 'miniprogram')
  const { main, subpackages } = pagesOf(miniprogram)
  const files = filesOf(miniprogram, path.join(PROJECT, 'node_modules'), [
    ...main,
    ...Object.values(subpackages).flat(),
  ])
  const roots = Object.keys(subpackages).map((root) => path.join(miniprogram, root) + path.sep)
  const packed = [...files].filter((file) => !roots.some((root) => file.startsWith(root)))
  const bytes = packed.reduce((sum, file) => sum + statSync(file).size, 0)
  row('main package, sources and npm parts', `${(bytes / 1024).toFixed(0)} KB`, '600 KB')
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

const queueAtSize = async (cloud: TestCloud): Promise<void> => {
  const secretary = leagueSecretary(cloud)
  const list = () => secretary.desk('desk.list', { branchId: LEAGUE, stage: 'registered' })
  const { id } = await (await aStudent(cloud)).started()
  const db = await bareSdk(cloud)
  const { data } = (await db.collection('transfers').doc(id).get()) as { data: Fields[] }
  const [model] = data
  if (model === undefined) throw new Error('nothing to copy')
  multiply(cloud, model, 0, 1_000)
  await times(5, list)
  const small = median(await times(40, list))
  multiply(cloud, model, 1_000, 100_000)
  await times(5, list)
  const large = median(await times(40, list))
  row('desk.list at 100,000 transfers against 1,000', (large / small).toFixed(2), '1.2')
}

/** A whole journey by the functions, against the same writes by the bare SDK. */
const journeys = async (cloud: TestCloud): Promise<void> => {
  const secretary = leagueSecretary(cloud)
  const N = 30
  const begun: { student: Student; transfer: TransferView }[] = []
  const registering = await timed(async () => {
    for (let i = 0; i < N; i += 1) {
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
  const ours = (registering + approving + requesting) / N
  const sdk = await bareWrites(cloud, N)
  row('whole journeys: time against the same writes by the bare SDK', (ours / sdk).toFixed(2), '2')
}

/** The unmodified SDK, pointed at the local cloud. */
const bareSdk = async (cloud: TestCloud) => {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    SCF_NAMESPACE: 'local-env',
    TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${cloud.url}/tcb` }),
    TCB_CONTEXT_KEYS: 'TCB_ENV',
  })
  const { default: sdk } = await import('@cloudbase/node-sdk')
  return sdk.init({ env: 'local-env', keepalive: true }).database()
}

/** The documents that one journey writes, put in by the SDK alone; milliseconds a journey. */
const bareWrites = async (cloud: TestCloud, n: number): Promise<number> => {
  const db = await bareSdk(cloud)
  const body = { text: 'x'.repeat(900) }
  await db.createCollection('bench')
  const bench = db.collection('bench')
  const elapsed = await timed(async () => {
    for (let i = 0; i < n; i += 1) {
      const id = `journey-${String(i)}`
      const transact = db.runTransaction as (
        work: (tx: Pick<typeof db, 'collection'>) => Promise<void>,
      ) => Promise<void>
      await transact.call(db, async (tx) => {
        for (const part of ['wechat', 'holder', 'account', 'limit'])
          await tx.collection('bench').doc(`${id}-${part}`).set(body)
      })
      await bench.add({ _id: id, version: 1, ...body })
      await bench.where({ _id: id, version: 1 }).update({ version: 2 })
      await bench.where({ _id: id, version: 2 }).update({ version: 3 })
    }
  })
  return elapsed / n
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

await buildFunctions(BUNDLES)
const cloud = await startLocalCloud({ functions: BUNDLES })
await operations(cloud)
await journeys(cloud)
await queueAtSize(cloud)
await cloud.close()
loads()
await preview()
console.log(`\n| what | measured | goal |\n|---|---|---|`)
for (const { what, measured, goal } of rows) console.log(`| ${what} | ${measured} | ${goal} |`)
