import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const MINI_PROGRAM = path.join(PROJECT, 'miniprogram')
const BINARIES = path.join(PROJECT, 'node_modules/miniprogram-compiler/bin/linux')

/** The package has the compilers for other systems too, but they were never seen to run there. */
const linux = process.platform === 'linux' && process.arch === 'x64'

let work = ''

beforeAll(() => {
  if (!linux) return
  work = mkdtempSync(path.join(tmpdir(), 'wechat-compiler-'))
  // The binaries come without the right to run; node_modules stays as it was installed.
  for (const name of ['wcc', 'wcsc']) {
    copyFileSync(path.join(BINARIES, name), path.join(work, name))
    chmodSync(path.join(work, name), 0o755)
  }
})

afterAll(() => {
  if (work !== '') rmSync(work, { recursive: true, force: true })
})

/** What WeChat's compiler says against a file; empty where it accepts it. */
function complaint(folder: string, file: string): string {
  const template = !file.endsWith('.wxss')
  const [program, option] = template ? ['wcc', '-d'] : ['wcsc', '-lc']
  const run = spawnSync(path.join(work, program), [option, file, ...importedBy(folder, file)], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (run.error !== undefined) throw run.error
  return run.status === 0 ? '' : `${file}: ${(run.stderr || run.stdout || 'refused').trim()}`
}

/** What a file imports, includes or requires, directly or not: the compilers want it named beside the file. */
function importedBy(folder: string, file: string, found = new Set<string>()): string[] {
  if (!existsSync(path.join(folder, file))) return []
  const text = readFileSync(path.join(folder, file), 'utf8').replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, '')
  for (const [, written = ''] of text.matchAll(
    /(?:<(?:import|include|wxs)\b[^>]*\bsrc=|@import\s|require\()\s*["']([^"']+)/g,
  )) {
    const target = written.startsWith('/')
      ? written.slice(1)
      : path.posix.join(path.posix.dirname(file.replaceAll(path.sep, '/')), written)
    if (found.has(target) || target === file) continue
    importedBy(folder, target, found.add(target))
  }
  return [...found]
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(wxml|wxs|wxss)$/.test(file) && !file.startsWith('miniprogram_npm'))
    .sort()
}

describe.skipIf(!linux)("WeChat's own compilers, which run on Linux x64 alone,", () => {
  it.each(sources(MINI_PROGRAM))('accept %s', (file) => {
    expect(complaint(MINI_PROGRAM, file)).toBe('')
  })

  it.each([
    ['an unclosed tag', 'page.wxml', '<view><text></view>'],
    ['a broken expression', 'page.wxml', '<view wx:if="{{a b}}"></view>'],
    ['a broken script', 'page.wxs', 'var a = ;'],
    ['a broken style sheet', 'page.wxss', '.a { color: red'],
  ])('refuse %s', (what, file, text) => {
    const folder = path.join(work, what.replaceAll(' ', '-'))
    mkdirSync(folder)
    writeFileSync(path.join(folder, file), text)
    expect(complaint(folder, file)).toContain(file)
  })
})
