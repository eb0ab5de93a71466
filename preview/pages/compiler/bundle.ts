import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as runBuild, type BuildFailure, type Message, type OnResolveResult, type Plugin } from 'esbuild'
import type { Fault, Manifest } from '../manifest'
import type { Project } from './project'

const RUNTIME = fileURLToPath(new URL('../runtime/main.ts', import.meta.url))
const NAMESPACE = 'mini-program'

export interface Bundle {
  readonly js: string
  readonly map: string
  readonly faults: readonly Fault[]
}

/** Bundles runtime, pages, components and templates into one script, in memory. */
export async function bundle(
  project: Project,
  projectRoot: string,
  manifest: Manifest,
  templates: string,
): Promise<Bundle> {
  try {
    const result = await runBuild({
      entryPoints: [{ in: 'mini-program:entry', out: 'app' }],
      outdir: projectRoot,
      absWorkingDir: projectRoot,
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      sourcemap: 'linked',
      sourcesContent: true,
      logLevel: 'silent',
      charset: 'utf8',
      define: { 'process.env.NODE_ENV': '"development"' },
      tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
      plugins: [miniProgramPlugin(project, projectRoot, manifest, templates)],
    })
    const output = (ending: string): string => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
    return { js: output('.js'), map: output('.map'), faults: [] }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return { js: '', map: '', faults: error.errors.map((message) => toFault(project, projectRoot, message)) }
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)

function toFault(project: Project, projectRoot: string, { text, location }: Message): Fault {
  if (location === null) return { file: 'app.json', message: text }
  const file = project.nameOf(path.resolve(projectRoot, location.file))
  return { file, line: location.line, column: location.column + 1, message: text }
}

function miniProgramPlugin(project: Project, projectRoot: string, manifest: Manifest, templates: string): Plugin {
  const idByScript = new Map([...project.components.values()].map((c) => [project.scriptOf(c.file), c.id]))
  const virtual: Readonly<Record<string, string>> = {
    'mini-program:entry': entrySource(project),
    'mini-program:manifest': `import { register } from ${JSON.stringify(RUNTIME)}
      register(${JSON.stringify(manifest)}, ${templates === '' ? '{}' : templates})`,
  }
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^mini-program:/ }, ({ path: name }) => ({ path: name, namespace: NAMESPACE }))
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: name }) => ({
        contents: virtual[name] ?? '',
        loader: 'js',
        resolveDir: projectRoot,
      }))
      build.onResolve({ filter: /.*/ }, ({ path: name, importer, kind }) => {
        if (kind === 'entry-point' || importer === '') return undefined
        if (project.isOwn(importer)) return resolveFromPage(project, name, importer)
        return resolveInsidePackage(name, importer)
      })
      // WeChat knows which component registers by the file that runs; here each file says so before its first statement.
      const scripts = [...idByScript.keys()].map((file) => file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      if (scripts.length === 0) return
      build.onLoad({ filter: new RegExp(`^(?:${scripts.join('|')})$`) }, ({ path: file }) => ({
        contents: `__enterComponent(${JSON.stringify(idByScript.get(file))});${readFileSync(file, 'utf8')}`,
        loader: file.endsWith('.ts') ? 'ts' : 'js',
      }))
    },
  }
}

function entrySource(project: Project): string {
  const load = (file: string): string => `import ${JSON.stringify(file)}`
  const app = project.scriptOf(path.join(project.root, 'app'))
  return [
    `import { boot } from ${JSON.stringify(RUNTIME)}`,
    `import 'mini-program:manifest'`,
    ...(existsSync(app) ? [load(app)] : []),
    // Components first: a page may select them as soon as it is created.
    ...[...project.components.values()].reverse().map((component) => load(project.scriptOf(component.file))),
    'boot()',
  ].join('\n')
}

const ENDINGS = ['', '.ts', '.js', '/index.ts', '/index.js']

const existing = (base: string): string | undefined =>
  ENDINGS.map((ending) => base + ending).find((file) => existsSync(file) && statSync(file).isFile())

/** Imports from pages: within the mini-program, or from a package that WeChat gets packed. Anything else fails there too. */
function resolveFromPage(project: Project, name: string, importer: string): OnResolveResult {
  const refuse = (text: string): OnResolveResult => ({ errors: [{ text }] })
  const inside = name.startsWith('.') || name.startsWith('/')
  const packed = inside ? undefined : project.packages.locate(name)
  if (!inside && packed === undefined) return refuse(`小程序不能使用 npm 包 "${name}"`)
  const base = name.startsWith('/') ? path.join(project.root, name) : path.resolve(path.dirname(importer), name)
  if (inside && !project.isOwn(base)) return refuse(`"${name}" 在小程序目录之外：只能用 import type`)
  const file = existing(packed ?? base) ?? (packed === undefined ? undefined : mainOf(packed))
  return file === undefined ? refuse(`找不到 "${name}"`) : { path: file }
}

/** A package's main file. */
function mainOf(folder: string): string | undefined {
  const file = path.join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  const { main = 'index.js' } = JSON.parse(readFileSync(file, 'utf8')) as { main?: string }
  return existing(path.join(folder, main))
}

/** A component package brings the packages it was built with; they come before those of node_modules. */
function resolveInsidePackage(name: string, importer: string): OnResolveResult | undefined {
  if (!/^[a-z@]/.test(name)) return undefined
  const folder = /^(.*[/\\]miniprogram_dist)[/\\]/.exec(importer)?.[1]
  const file = folder === undefined ? undefined : existing(path.join(folder, 'miniprogram_npm', name, 'index'))
  return file === undefined ? undefined : { path: file }
}
