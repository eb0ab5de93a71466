import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from '../manifest'
import { bundle } from './bundle'
import { collectFaults } from './fault'
import { Project } from './project'
import { compileTemplates } from './wxml'
import { compileWxss } from './wxss'

/** One build of the mini-program. With faults, `js` and `css` hold what could be compiled, and may be empty. */
export interface Compiled {
  readonly js: string
  readonly map: string
  readonly css: string
  readonly faults: readonly Fault[]
  readonly milliseconds: number
}

/**
 * Compiles a native mini-program to one script and one style sheet, in memory, so that several previews of one checkout
 * do not meet on disk. Mistakes in the sources are answered as faults and never thrown.
 */
export async function compile(options: { root: string; projectRoot: string }): Promise<Compiled> {
  const start = performance.now()
  const project = new Project(options.root, options.projectRoot)
  project.scan()
  const manifest = project.manifest()
  const templates = compileTemplates(project)
  const bundling = bundle(project, options.projectRoot, manifest, templates.code)
  const css = compileSheets(project)
  const { js, map, faults } = await bundling
  return {
    js,
    map,
    css,
    faults: [...project.faults, ...templates.faults, ...faults],
    milliseconds: performance.now() - start,
  }
}

function compileSheets(project: Project): string {
  const sheets: string[] = []
  const add = (file: string, place: { id?: string; scope?: string | undefined; page?: string | undefined }): void => {
    if (!existsSync(file)) return
    const css = collectFaults(project.faults, () => compileWxss(project, file, place))
    if (css !== undefined) sheets.push(css)
  }
  add(path.join(project.root, 'app.wxss'), {})
  // Components before the pages that use them, so that a page's rule of equal weight wins, as in WeChat.
  for (const { id, file, scope, page } of [...project.components.values()].reverse())
    add(`${file}.wxss`, { id, scope, page: page ? id : undefined })
  return sheets.join('\n')
}
