import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The npm packages that pages may import: those that `npm run build` packs for WeChat. */
const PAGE_PACKAGES: ReadonlySet<string> = new Set(['tdesign-miniprogram', 'dayjs'])

/** Splits `pkg/a/b` or `@scope/pkg/a` into the package's name and the rest. */
export function splitSpecifier(specifier: string): { name: string; rest: string } {
  const parts = specifier.split('/')
  const count = specifier.startsWith('@') ? 2 : 1
  return { name: parts.slice(0, count).join('/'), rest: parts.slice(count).join('/') }
}

/** The npm packages as WeChat sees them: the folder that package.json names in `miniprogram`, else the package itself. */
export class Packages {
  readonly #nodeModules: string
  readonly #folders = new Map<string, string>()

  constructor(projectRoot: string) {
    this.#nodeModules = path.join(projectRoot, 'node_modules')
  }

  isAllowed(specifier: string): boolean {
    return PAGE_PACKAGES.has(splitSpecifier(specifier).name)
  }

  /** The package's mini-program folder. */
  folder(name: string): string {
    const known = this.#folders.get(name)
    if (known !== undefined) return known
    const root = path.join(this.#nodeModules, name)
    const file = path.join(root, 'package.json')
    const described = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { miniprogram?: string }) : {}
    const folder = described.miniprogram === undefined ? root : path.join(root, described.miniprogram)
    this.#folders.set(name, folder)
    return folder
  }

  /** The file or folder that a specifier of an allowed package means, without extension; undefined for any other. */
  locate(specifier: string): string | undefined {
    if (!this.isAllowed(specifier)) return undefined
    const { name, rest } = splitSpecifier(specifier)
    return path.join(this.folder(name), rest)
  }

  /** The id under which a file of a package is known: `miniprogram_npm/<package>/<path>`, as WeChat lays packages out. */
  idOf(file: string): string | undefined {
    const relative = path.relative(this.#nodeModules, file).split(path.sep).join('/')
    if (relative.startsWith('..')) return undefined
    const { name } = splitSpecifier(relative)
    return `miniprogram_npm/${name}/${path.relative(this.folder(name), file).split(path.sep).join('/')}`
  }

  /** The inverse of `idOf`. */
  fileOf(id: string): string {
    const { name, rest } = splitSpecifier(id.replace(/^miniprogram_npm\//, ''))
    return path.join(this.folder(name), rest)
  }
}
