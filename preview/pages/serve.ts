import { type FSWatcher, watch } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { people } from '../seed/people'
import { compile, type Compiled } from './compiler/compile'
import { faultLine } from './compiler/fault'
import { phonePage } from './phone-page'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const SETTLE_MS = 60
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.otf': 'font/otf',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
}
const PICTURES = new Set(['.svg', '.png', '.jpg', '.webp', '.gif'])

export interface PreviewOptions {
  readonly projectRoot: string
  /** Rebuild and reload on change. Without it the page asks nothing by itself, so that tests have a quiet network. */
  readonly watch: boolean
  /** The mini-program's folder; `miniprogram` in the project where it is not given. */
  readonly root?: string
}

export interface Preview {
  /** Answers a GET that belongs to the preview and says whether it did; anything else is left to the caller. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  close(): void
}

interface Answer {
  readonly type: string
  readonly body: string | Buffer
  readonly lasting?: boolean
}

/**
 * Builds the mini-program and answers its pages. Mistakes in its sources are shown in the page and on the console; they
 * never stop the server. All output stays in memory, so that previews of one checkout do not disturb each other.
 */
export async function createPreview(options: PreviewOptions): Promise<Preview> {
  const { projectRoot } = options
  const root = options.root ?? path.join(projectRoot, 'miniprogram')
  const builds = new Builds(root, projectRoot)
  const shell = build({
    entryPoints: [path.join(HERE, 'shell/shell.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  }).then((result) => result.outputFiles[0]?.text ?? '')
  await Promise.all([builds.renew(), shell])
  if (options.watch) builds.watch()
  const modules = path.join(projectRoot, 'node_modules')

  const fixed: Readonly<Record<string, () => Promise<Answer> | Answer>> = {
    '/': () => fileAnswer(path.join(HERE, 'shell/shell.html')),
    '/phone.html': async () => {
      const { faults } = await builds.latest()
      const version = options.watch ? builds.version : undefined
      return text('.html', phonePage({ version, faults, defaultOpenid: people[0]?.openid ?? '' }))
    },
    '/preview/version': () => text('.html', builds.version),
    '/preview/people.json': () => text('.json', JSON.stringify(people)),
    '/preview/phone.css': () => fileAnswer(path.join(HERE, 'runtime/phone.css')),
    '/preview/shell.css': () => fileAnswer(path.join(HERE, 'shell/shell.css')),
    '/preview/shell.js': async () => text('.js', await shell),
    '/preview/app.js': async () => text('.js', (await builds.latest()).js),
    '/preview/app.js.map': async () => text('.json', (await builds.latest()).map),
    '/preview/app.css': async () => text('.css', (await builds.latest()).css),
  }

  const find = async (address: string): Promise<Answer | undefined> => {
    const known = fixed[address]
    if (known !== undefined && Object.hasOwn(fixed, address)) return known()
    const icon = /^\/preview\/icons\/([a-z0-9-]+)\.svg$/.exec(address)?.[1]
    if (icon !== undefined) return iconAnswer(path.join(modules, 'tdesign-icons-svg/src', `${icon}.svg`))
    if (address === '/preview/fonts/rare.css') return { ...text('.css', RARE), lasting: true }
    if (address === '/preview/fonts/rare.otf')
      return {
        ...(await fileAnswer(path.join(modules, '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf'))),
        lasting: true,
      }
    const font = /^\/preview\/fonts\/((?:files\/)?[\w-]+\.(?:css|woff2?))$/.exec(address)?.[1]
    if (font !== undefined) return fontAnswer(path.join(modules, '@fontsource/noto-sans-sc', font))
    return pictureAnswer(root, address)
  }

  return {
    async handle(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const address = decodedPath(request.url ?? '/')
      const answer = address === undefined ? undefined : await find(address).catch(absent)
      if (answer === undefined) return false
      response.writeHead(200, {
        'content-type': answer.type,
        'cache-control': answer.lasting === true ? 'public, max-age=86400' : 'no-store',
      })
      response.end(answer.body)
      return true
    },
    close: () => {
      builds.close()
    },
  }
}

/** The builds of one mini-program: the latest, the last that ran, and the watcher that asks for another. */
class Builds {
  readonly #root: string
  readonly #projectRoot: string
  #latest: Promise<Compiled> | undefined
  #good: Compiled | undefined
  #count = 0
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined
  // Two servers on one port, one after the other, must not look like the same build.
  readonly #start = Date.now().toString(36)

  constructor(root: string, projectRoot: string) {
    this.#root = root
    this.#projectRoot = projectRoot
  }

  get version(): string {
    return `${this.#start}.${String(this.#count)}`
  }

  /** The latest build; where it has no script of its own, the last good one stands beneath its faults. */
  async latest(): Promise<Compiled> {
    const compiled = await (this.#latest ?? this.renew())
    return compiled.js === '' && this.#good !== undefined ? { ...this.#good, faults: compiled.faults } : compiled
  }

  renew(): Promise<Compiled> {
    const build = compile({ root: this.#root, projectRoot: this.#projectRoot })
    this.#latest = build.catch(unreadable).then((compiled) => {
      this.#count += 1
      if (compiled.faults.length === 0) this.#good = compiled
      for (const fault of compiled.faults) console.error(`小程序源码错误  ${faultLine(fault)}`)
      return compiled
    })
    return this.#latest
  }

  watch(): void {
    this.#watcher = watch(this.#root, { recursive: true }, () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.renew(), SETTLE_MS)
    })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#watcher?.close()
  }
}

/** A build that ended early: a file went away while it was read, as when another branch is checked out. */
const unreadable = (error: unknown): Compiled => {
  const message = error instanceof Error ? error.message : '未知错误'
  const file = error instanceof Error && 'path' in error ? path.basename(String(error.path)) : 'app.json'
  return { js: '', map: '', css: '', milliseconds: 0, faults: [{ file, message }] }
}

const text = (extension: string, body: string): Answer => ({ type: TYPES[extension] ?? 'text/plain', body })

async function fileAnswer(file: string): Promise<Answer> {
  return { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body: await readFile(file) }
}

/** A drawing of tdesign-icons-svg as a mask: plain black. */
async function iconAnswer(file: string): Promise<Answer> {
  const drawing = (await readFile(file, 'utf8')).replace('view-box', 'viewBox').replaceAll('currentColor', '#000')
  return { ...text('.svg', drawing), lasting: true }
}

/**
 * TDesign asks for "PingFang SC": the web font is served under that name, so that text has the same shapes everywhere and
 * appears on machines without a Chinese font.
 */
async function fontAnswer(file: string): Promise<Answer> {
  if (!file.endsWith('.css')) return { ...(await fileAnswer(file)), lasting: true }
  return {
    ...text('.css', (await readFile(file, 'utf8')).replaceAll("'Noto Sans SC'", "'PingFang SC'")),
    lasting: true,
  }
}

/**
 * Characters of names that the web font has not: one large file, which a browser fetches only where one of them stands. Of
 * each weight by itself, for a browser puts together only faces of the same one.
 */
const RARE = [400, 600]
  .map(
    (weight) => `@font-face {
  font-family: 'PingFang SC';
  font-weight: ${String(weight)};
  src: url(/preview/fonts/rare.otf) format('opentype');
  unicode-range: U+3400-9FFF, U+20000-2FA1F;
}`,
  )
  .join('\n')

/** Pictures of the mini-program, by their path from its root. */
async function pictureAnswer(root: string, address: string): Promise<Answer | undefined> {
  const file = path.join(root, address)
  if (!file.startsWith(root + path.sep) || !PICTURES.has(path.extname(file))) return undefined
  return (await stat(file)).isFile() ? fileAnswer(file) : undefined
}

/** A request's path, or undefined where it is not well-formed or tries to leave its folder. */
function decodedPath(url: string): string | undefined {
  try {
    const address = decodeURIComponent(new URL(url, 'http://preview/').pathname)
    return address.includes('..') || address.includes('\0') ? undefined : address
  } catch {
    return undefined
  }
}

function absent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
  throw error
}
