import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packageSizes } from '../build/package-sizes'
import { compilePageScript, lackedByOldEngines } from '../build/page-script'
import { canCompileTemplates, openTemplateCompiler } from '../build/page-templates'

const KB = 1024
/** WeChat takes 2 MB a package; what is on the way to it is said before it is reached. */
const PACKAGE_AT_MOST = 2_048 * KB
const MAIN_AT_MOST = 600 * KB

export interface Fit {
  /** What was looked at, with its result. */
  said: string[]
  /** What stands in the way of an upload. */
  faults: string[]
}

const sources = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !file.startsWith('miniprogram_npm'))
    .sort()

const messageOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')

const scriptsFit = (miniprogram: string): Fit => {
  const scripts = sources(miniprogram, /(?<!\.d)\.ts$/u)
  const faults = scripts.flatMap((file) => {
    try {
      const code = compilePageScript(readFileSync(path.join(miniprogram, file), 'utf8'))
      return lackedByOldEngines(code).map((what) => `${file}：旧手机没有 ${what}`)
    } catch (error) {
      return [`${file}：${messageOf(error)}`]
    }
  })
  return { said: [`${String(scripts.length)} 个脚本过微信的 Babel`], faults }
}

const templatesFit = (miniprogram: string): Fit => {
  if (!canCompileTemplates) return { said: ['模板和样式未试：wcc、wcsc 只在 Linux x64 上能运行'], faults: [] }
  const compiler = openTemplateCompiler()
  try {
    const files = sources(miniprogram, /\.(?:wxml|wxs|wxss)$/u)
    const faults = files.map((file) => compiler.complaint(miniprogram, file)).filter((complaint) => complaint !== '')
    return { said: [`${String(files.length)} 个模板和样式过 wcc、wcsc`], faults }
  } finally {
    compiler.close()
  }
}

const sizesFit = (miniprogram: string, modules: string): Fit => {
  const sizes = [...packageSizes(miniprogram, modules)]
  const named = (name: string): string => (name === '' ? '主包' : `分包 ${name}`)
  const most = (name: string): number => (name === '' ? MAIN_AT_MOST : PACKAGE_AT_MOST)
  return {
    said: [sizes.map(([name, bytes]) => `${named(name)} ${String(Math.ceil(bytes / KB))} KB`).join('，')],
    faults: sizes
      .filter(([name, bytes]) => bytes > most(name))
      .map(([name]) => `${named(name)}超过 ${String(most(name) / KB)} KB`),
  }
}

/** Whether pages can be uploaded, as far as that shows without the network: WeChat's own compilers, and sizes. */
export const pagesFit = (miniprogram: string, modules: string): Fit => {
  const scripts = scriptsFit(miniprogram)
  const templates = templatesFit(miniprogram)
  // What no compiler takes has no size.
  const sizes = scripts.faults.length > 0 ? { said: [], faults: [] } : sizesFit(miniprogram, modules)
  const parts: Fit[] = [scripts, templates, sizes]
  return { said: parts.flatMap(({ said }) => said), faults: parts.flatMap(({ faults }) => faults) }
}
