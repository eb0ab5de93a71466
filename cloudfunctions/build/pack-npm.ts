import { existsSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { transformSync } from 'esbuild'

/** The packages that pages may import, with the folder of each that WeChat takes and the file that its name means. */
const PACKAGES: Readonly<Record<string, { folder: string; main: string }>> = {
  'tdesign-miniprogram': { folder: 'miniprogram_dist', main: 'index.js' },
  dayjs: { folder: '', main: 'dayjs.min.js' },
}

/** What is left of every kind of import once esbuild has made plain calls of them. */
const CODE = /\brequire\("([^"]+)"\)/gu
const TYPES_ERASED = { compilerOptions: { verbatimModuleSyntax: true } }
const STYLE = /@import\s+["']([^"']+)["']/gu
const TEMPLATE = /<(?:import|include|wxs)\b[^>]*\bsrc=["']([^"']+)["']/gu

const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile()

/** One file as WeChat would find it: as named, with an ending, or as the index of a folder. */
const fileAt = (base: string, endings: readonly string[]): string[] =>
  ['', ...endings, ...endings.map((ending) => `/index${ending}`)]
    .map((ending) => base + ending)
    .filter(isFile)
    .slice(0, 1)

const packageOf = (specifier: string): string | undefined =>
  Object.keys(PACKAGES).find((name) => specifier === name || specifier.startsWith(`${name}/`))

/**
 * Everything that a mini-program needs, found from its pages: own files and those of npm packages, as absolute paths.
 * Throws where something that is asked for is not there.
 */
export const filesOf = (miniprogram: string, modules: string, entries: readonly string[]): Set<string> => {
  const found = new Set<string>()

  const inPackage = (name: string, rest: string, endings: readonly string[]): string[] => {
    const { folder, main } = PACKAGES[name] ?? { folder: '', main: 'index.js' }
    return fileAt(path.join(modules, name, folder, rest === '' ? main : rest), endings)
  }
  const resolve = (from: string, specifier: string, endings: readonly string[]): string[] => {
    if (specifier.startsWith('/')) return fileAt(path.join(miniprogram, specifier), endings)
    const beside = fileAt(path.resolve(path.dirname(from), specifier), endings)
    if (beside.length > 0 || specifier.startsWith('.')) return beside
    // A package brings some of its own along, which come first.
    const brought = /^.*\/miniprogram_dist(?=\/)/u.exec(from)?.[0]
    if (brought !== undefined) {
      const own = fileAt(path.join(brought, 'miniprogram_npm', specifier), endings)
      if (own.length > 0) return own
    }
    const name = packageOf(specifier)
    return name === undefined ? [] : inPackage(name, specifier.slice(name.length + 1), endings)
  }
  const follow = (from: string, specifier: string, endings: readonly string[]): void => {
    const [file] = resolve(from, specifier, endings)
    if (file === undefined) throw new Error(`${from} asks for ${specifier}, which is not there`)
    add(file)
  }
  const addComponent = (base: string): void => {
    for (const ending of ['.json', '.wxml', '.wxss', '.ts', '.js']) if (isFile(base + ending)) add(base + ending)
  }
  const add = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    const text = readFileSync(file, 'utf8')
    if (file.endsWith('.json')) {
      const { usingComponents = {} } = JSON.parse(text) as { usingComponents?: Record<string, string> }
      for (const specifier of Object.values(usingComponents)) {
        const [json] = resolve(file, specifier, ['.json'])
        if (json === undefined) throw new Error(`${file} asks for ${specifier}, which is not there`)
        addComponent(json.slice(0, -'.json'.length))
      }
    } else if (/\.(?:js|ts|wxs)$/u.test(file)) {
      const { code } = transformSync(text, { loader: 'ts', format: 'cjs', tsconfigRaw: TYPES_ERASED })
      for (const [, specifier = ''] of code.matchAll(CODE)) follow(file, specifier, ['.ts', '.js'])
    } else if (file.endsWith('.wxml')) {
      for (const [, specifier = ''] of text.matchAll(TEMPLATE)) follow(file, specifier, ['.wxml', '.wxs'])
    } else if (file.endsWith('.wxss')) {
      for (const [, specifier = ''] of text.matchAll(STYLE)) follow(file, specifier, ['.wxss'])
    }
  }
  for (const entry of entries) addComponent(path.join(miniprogram, entry))
  return found
}

/** The pages of an `app.json`, those of its subpackages apart. */
export const pagesOf = (miniprogram: string): { main: string[]; subpackages: Record<string, string[]> } => {
  const app = JSON.parse(readFileSync(path.join(miniprogram, 'app.json'), 'utf8')) as {
    pages: string[]
    subPackages?: { root: string; pages: string[] }[]
  }
  return {
    main: ['app', ...app.pages],
    subpackages: Object.fromEntries(
      (app.subPackages ?? []).map(({ root, pages }) => [root, pages.map((page) => `${root}/${page}`)]),
    ),
  }
}

/** Where a file of a package lies in `miniprogram_npm`. */
const packedPath = (modules: string, file: string): string => {
  const relative = path.relative(modules, file).split(path.sep).join('/')
  const name = packageOf(relative) ?? ''
  const { folder, main } = PACKAGES[name] ?? { folder: '', main: '' }
  const rest = path.posix.relative(path.posix.join(name, folder), relative)
  return path.join(name, rest === main ? 'index.js' : rest)
}

/**
 * Lays what the pages use of npm packages into `miniprogram/miniprogram_npm`, as DevTools' own "build npm" would, but
 * nothing else, and without DevTools.
 */
export const packNpm = async (project: string): Promise<void> => {
  const miniprogram = path.join(project, 'miniprogram')
  const modules = path.join(project, 'node_modules')
  const target = path.join(miniprogram, 'miniprogram_npm')
  const { main, subpackages } = pagesOf(miniprogram)
  const files = filesOf(miniprogram, modules, [...main, ...Object.values(subpackages).flat()])
  await rm(target, { recursive: true, force: true })
  for (const file of files) {
    if (!file.startsWith(modules)) continue
    const place = path.join(target, packedPath(modules, file))
    await mkdir(path.dirname(place), { recursive: true })
    await cp(file, place)
  }
  for (const name of Object.keys(PACKAGES)) {
    const index = path.join(target, name, 'index.js')
    // A package's folder is one for DevTools only where its name alone can be imported.
    if (existsSync(path.join(target, name)) && !existsSync(index)) await writeFile(index, '')
  }
}
