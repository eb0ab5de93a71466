import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { AppConfig, ComponentConfig, Fault, Manifest, ThemeValues } from '../manifest'
import { collectFaults, CompileFault } from './fault'
import { Packages } from './packages'

/** A page or component with everything the other compilers need. */
export interface SourceComponent {
  readonly id: string
  /** Absolute path without extension. */
  readonly file: string
  readonly page: boolean
  readonly npm: boolean
  readonly scope: string | undefined
  readonly config: ComponentConfig
}

const posix = (file: string): string => file.split(path.sep).join('/')

/** A mini-program's pages and components, found from `app.json` along `usingComponents`. */
export class Project {
  readonly root: string
  readonly packages: Packages
  readonly faults: Fault[] = []
  readonly components = new Map<string, SourceComponent>()
  app: AppConfig = { pages: [] }
  pages: string[] = []
  #globalUsing: Record<string, string> = {}

  constructor(root: string, projectRoot: string) {
    this.root = root
    this.packages = new Packages(projectRoot)
  }

  /** A path for people: relative to the mini-program, or the id for files of packages. */
  nameOf(file: string): string {
    const relative = path.relative(this.root, file)
    return relative.startsWith('..') ? (this.packages.idOf(file) ?? file) : posix(relative)
  }

  isOwn(file: string): boolean {
    return file.startsWith(this.root + path.sep)
  }

  idOf(file: string): string {
    return this.isOwn(file) ? posix(path.relative(this.root, file)) : (this.packages.idOf(file) ?? file)
  }

  fileOf(id: string): string {
    return id.startsWith('miniprogram_npm/') ? this.packages.fileOf(id) : path.join(this.root, id)
  }

  /** The script of a page or component. */
  scriptOf(file: string): string {
    return existsSync(`${file}.ts`) ? `${file}.ts` : `${file}.js`
  }

  /** The parsed file; what it holds is the caller's to know. */
  readJson(file: string): unknown {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown
    } catch (error) {
      throw new CompileFault({ file: this.nameOf(file), message: (error as Error).message })
    }
  }

  /** Reads `app.json` and everything it leads to. Broken entries become faults; the others are found all the same. */
  scan(): void {
    const app = collectFaults(this.faults, () => this.readJson(path.join(this.root, 'app.json')) as AppConfig)
    if (app === undefined) return
    this.app = app
    const appFile = path.join(this.root, 'app')
    for (const [tag, specifier] of Object.entries(app.usingComponents ?? {}))
      collectFaults(this.faults, () => {
        this.#globalUsing[tag] = this.#resolve(specifier, appFile)
      })
    const packages = app.subPackages ?? app.subpackages ?? []
    this.pages = [...app.pages, ...packages.flatMap((sub) => sub.pages.map((page) => path.posix.join(sub.root, page)))]
    for (const page of this.pages) collectFaults(this.faults, () => this.#add(path.join(this.root, page), true))
  }

  manifest(): Manifest {
    return {
      pages: this.pages.filter((page) => this.components.has(page)),
      window: this.app.window ?? {},
      darkmode: this.app.darkmode === true,
      themes: this.#themes(),
      components: [...this.components.values()].map(({ id, page, scope, config }) => ({ id, page, scope, config })),
    }
  }

  #themes(): Manifest['themes'] {
    const file = path.join(this.root, this.app.themeLocation ?? 'theme.json')
    const none = { light: {}, dark: {} }
    if (!existsSync(file)) return none
    const read = () => this.readJson(file) as { light?: ThemeValues; dark?: ThemeValues }
    return { ...none, ...collectFaults(this.faults, read) }
  }

  #resolve(specifier: string, from: string): string {
    const tries = specifier.startsWith('/')
      ? [path.join(this.root, specifier)]
      : [path.resolve(path.dirname(from), specifier), this.packages.locate(specifier)]
    for (const base of tries)
      for (const file of base === undefined ? [] : [base, path.join(base, 'index')])
        if (existsSync(`${file}.wxml`) && existsSync(`${file}.json`)) return file
    throw new CompileFault({ file: this.nameOf(`${from}.json`), message: `usingComponents 找不到 "${specifier}"` })
  }

  #add(file: string, page: boolean): string {
    const id = this.idOf(file)
    if (this.components.has(id)) return id
    const script = this.scriptOf(file)
    for (const needed of [`${file}.wxml`, script])
      if (!existsSync(needed)) throw new CompileFault({ file: this.nameOf(needed), message: '文件不存在' })
    const json = existsSync(`${file}.json`) ? (this.readJson(`${file}.json`) as ComponentConfig) : {}
    const npm = !this.isOwn(file)
    const styleIsolation = isolationOf(json, page, npm ? '' : readFileSync(script, 'utf8'))
    const using: Record<string, string> = {}
    const scope = page || styleIsolation === 'shared' ? undefined : scopeOf(id)
    const config = { ...json, component: json.component ?? !page, styleIsolation, usingComponents: using }
    this.components.set(id, { id, file, page, npm, scope, config })
    if (!npm) for (const [tag, target] of Object.entries(this.#globalUsing)) using[tag] = `/${this.#add(target, false)}`
    for (const [tag, specifier] of Object.entries(json.usingComponents ?? {}))
      collectFaults(this.faults, () => {
        using[tag] = `/${this.#add(this.#resolve(specifier, file), false)}`
      })
    return id
  }
}

/** A component's class prefix: its id without what all ids share. */
const scopeOf = (id: string): string =>
  id
    .replace(/^miniprogram_npm\//, '')
    .replace(/\/index$/, '')
    .replace(/[^\w-]+/g, '-')

/**
 * Style isolation as WeChat decides it. A component may state it in its script's `options` too; that is read from the
 * text, because the style sheet is compiled before any script runs.
 */
function isolationOf(json: ComponentConfig, page: boolean, script: string): string {
  if (json.styleIsolation !== undefined) return json.styleIsolation
  if (page) return 'shared'
  const written = /styleIsolation:\s*['"]([\w-]+)['"]/.exec(script)?.[1]
  if (written !== undefined) return written
  return json.addGlobalClass === true || /addGlobalClass:\s*true/.test(script) ? 'apply-shared' : 'isolated'
}
