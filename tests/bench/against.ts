import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DecideOutcome, Reply, TransferView } from '../../cloudfunctions/contract'
import { FUNCTION_NAMES } from '../../cloudfunctions/build/functions'
import { APPROVE, CONSENT, LEAGUE, person } from '../support/client'
import { claimOf } from '../support/people'
import { loading } from './loads'
import { ratio, row, timed } from './measure'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const ROUNDS = 15
const JOURNEYS = 4
const CALLS = 10

/** What `npm start` of one tree runs, with a folder of its own. */
interface Running {
  url: string
  functions: string
  stop: () => void
}

/** Packages that a tree names and this one has no more; they are looked for in the folder above it. */
const installMissing = (tree: string, folder: string): void => {
  const named = JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8')) as {
    [of in 'dependencies' | 'devDependencies']: Record<string, string>
  }
  const missing = Object.entries({ ...named.devDependencies, ...named.dependencies })
    .filter(([name]) => !existsSync(path.join(PROJECT, 'node_modules', name)))
    .map(([name, version]) => `${name}@${version}`)
  if (missing.length === 0) return
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts']
  execFileSync('npm', ['install', ...quiet, '--prefix', folder, ...missing], { stdio: 'ignore' })
}

/** The files of a commit in a folder, with the project's own packages. */
export const filesOf = (commit: string, folder: string): string => {
  const tree = path.join(folder, 'tree')
  mkdirSync(tree)
  const archive = execFileSync('git', ['archive', commit], { cwd: PROJECT, maxBuffer: 1024 * 1024 * 1024 })
  execFileSync('tar', ['-x', '-C', tree], { input: archive })
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(tree, 'node_modules'), 'dir')
  installMissing(tree, folder)
  return tree
}

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString()
      const [found] = /http:\/\/127\.0\.0\.1:\d+/u.exec(text) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => {
      reject(new Error('it did not start'))
    })
  })

const start = async (tree: string, dataDir: string): Promise<Running> => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(tree, 'preview', 'start.ts')], {
    cwd: tree,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await addressOf(child)
  return { url, functions: path.join(dataDir, 'functions'), stop: () => child.kill('SIGKILL') }
}

/** Calls over HTTP, as the pages make them; a refusal is a fault of the bench. */
const callerOf =
  ({ url }: Running) =>
  async (fn: string, op: string, input: object, openid: string): Promise<unknown> => {
    const headers = { 'x-local-openid': openid }
    const body = JSON.stringify({ op, input })
    const reply = (await (
      await fetch(`${url}/functions/${fn}`, { method: 'POST', headers, body })
    ).json()) as Reply<unknown>
    if (!reply.ok) throw new Error(`${op}: ${reply.error.code}`)
    return reply.value
  }

/** Whole journeys of new people: registering, asking, approved, requested a day later. */
const journeysOn = (running: Running) => {
  const call = callerOf(running)
  let people = 0
  return async (): Promise<void> => {
    for (let i = 0; i < JOURNEYS; i += 1) {
      const made = person(++people)
      const openid = `bench-${String(people)}`
      const commandId = `command-${String(people)}`
      await call('member', 'account.register', { ...made, consent: CONSENT }, openid)
      const asked = { kind: 'league', origin: 'province', branchId: LEAGUE, commandId }
      const { id, version } = (await call('member', 'transfer.start', asked, openid)) as TransferView
      const items = [{ id, version, ...APPROVE }]
      const decided = await call('secretary', 'desk.decide', { items, commandId }, 'local-league-secretary')
      const [outcome] = (decided as { outcomes: DecideOutcome[] }).outcomes
      if (!outcome?.ok) throw new Error('not approved')
      await fetch(`${running.url}/local/clock`, { method: 'POST', body: '{"advance":"PT24H"}' })
      const request = { id, version: outcome.transfer.version, commandId: `${commandId}-2`, action: 'request' }
      await call('member', 'transfer.act', { ...request, claimed: claimOf(made) }, openid)
    }
  }
}

const many = (running: Running, fn: string, op: string, input: object, openid: string) => {
  const call = callerOf(running)
  return async (): Promise<void> => {
    for (let i = 0; i < CALLS; i += 1) await call(fn, op, input, openid)
  }
}

/**
 * This tree beside another commit of it, in one run: both as `npm start` runs them, measured in turn, so that whatever
 * else the machine does meets both. Below 1 this one is the faster.
 */
export const sideBySide = async (commit: string): Promise<void> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-against-'))
  const running: Running[] = []
  try {
    const trees = [PROJECT, filesOf(commit, folder)]
    for (const [i, tree] of trees.entries()) running.push(await start(tree, path.join(folder, `data-${String(i)}`)))
    const [ours, theirs] = running
    if (ours === undefined || theirs === undefined) throw new Error('two are compared')
    const compare = async (what: string, work: (one: Running) => () => Promise<void>): Promise<void> => {
      const [mine, other] = [work(ours), work(theirs)]
      await mine()
      await other()
      const factor = await ratio(
        ROUNDS,
        () => timed(mine),
        () => timed(other),
      )
      row(`${what}, against ${commit}`, factor.toFixed(2), '1')
    }
    await compare('a whole journey', journeysOn)
    const me = (one: Running) => many(one, 'member', 'account.me', {}, 'local-student-1')
    await compare('account.me', me)
    const list = (one: Running) => many(one, 'secretary', 'desk.list', { branchId: LEAGUE }, 'local-league-secretary')
    await compare('desk.list', list)
    const summary = (one: Running) =>
      many(one, 'secretary', 'desk.summary', { branchId: LEAGUE }, 'local-league-secretary')
    await compare('desk.summary', summary)
    for (const name of FUNCTION_NAMES) {
      const [mine = '', other = ''] = running.map(({ functions }) => path.join(functions, name, 'index.js'))
      const sizes = [mine, other].map((file) => `${(statSync(file).size / 1024).toFixed(0)} KB`)
      row(`${name}: size at load, against ${commit}`, sizes.join(' against '), '')
      const factor = await ratio(ROUNDS, loading(mine, PROJECT), loading(other, PROJECT))
      row(`${name}: load, against ${commit}`, factor.toFixed(2), '1')
    }
  } finally {
    for (const { stop } of running) stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
