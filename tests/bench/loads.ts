import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesOf, pagesOf } from '../../cloudfunctions/build/pack-npm'
import { BUNDLES } from '../support/build-functions'
import { ratio, row } from './measure'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
/** The kit that WeChat's own samples use in cloud functions: a peer of the bundles, and no part of the project. */
const PEER = 'wx-server-sdk@4.0.2'
const ROUNDS = 9

/** Milliseconds that a new process takes to load something. */
export const loading = (what: string, from: string) => (): number => {
  const code = `const t=performance.now();require(${JSON.stringify(what)});console.log(performance.now()-t)`
  const { stdout, status } = spawnSync(process.execPath, ['-e', code], { cwd: from, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${what} cannot be loaded`)
  return Number(stdout)
}

/** A folder with the peer in it, or undefined where npm cannot bring it. */
const withPeer = (): string | undefined => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-peer-'))
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', PEER], {
    cwd: folder,
    shell: process.platform === 'win32',
  })
  if (status === 0) return folder
  rmSync(folder, { recursive: true })
  return undefined
}

/** How large each deployed function is, and how long it takes to load against what others load. */
export const loads = async (): Promise<void> => {
  const peer = withPeer()
  for (const name of readdirSync(BUNDLES)) {
    const file = path.join(BUNDLES, name, 'index.js')
    row(`${name}: size at load`, `${(statSync(file).size / 1024).toFixed(0)} KB`, '350 KB')
    const ours = loading(file, PROJECT)
    const sdk = await ratio(ROUNDS, ours, loading('@cloudbase/node-sdk', PROJECT))
    row(`${name}: load, against @cloudbase/node-sdk unbundled`, sdk.toFixed(2), '0.3')
    if (peer === undefined) continue
    row(`${name}: load, against ${PEER}`, (await ratio(ROUNDS, ours, loading('wx-server-sdk', peer))).toFixed(2), '0.3')
  }
  if (peer === undefined) console.log(`${PEER} could not be installed: not compared`)
  else rmSync(peer, { recursive: true })
}

/** What WeChat would pack into the main package. */
export const mainPackage = (): void => {
  const miniprogram = path.join(PROJECT, 'miniprogram')
  const { main, subpackages } = pagesOf(miniprogram)
  const pages = [...main, ...Object.values(subpackages).flat()]
  const files = filesOf(miniprogram, path.join(PROJECT, 'node_modules'), pages)
  const roots = Object.keys(subpackages).map((root) => path.join(miniprogram, root) + path.sep)
  const packed = [...files].filter((file) => !roots.some((root) => file.startsWith(root)))
  const bytes = packed.reduce((sum, file) => sum + statSync(file).size, 0)
  row('main package, sources and npm parts', `${(bytes / 1024).toFixed(0)} KB`, '600 KB')
}
