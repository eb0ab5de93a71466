import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from '../manifest.js'
import { bundle } from './bundle.js'
import { collectFaults } from './fault.js'
import { Project } from './project.js'
import { compileTemplates } from './wxml.js'
import { compileWxss } from './wxss.js'

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
  return drawIcons(sheets.join('\n'))
}

/**
 * TDesign's icon font lies on a CDN and the preview asks for nothing outside: the same names are drawn from the
 * drawings that the server serves from `tdesign-icons-svg`.
 */
function drawIcons(css: string): string {
  return css
    .replace(/@font-face\s*\{\s*font-family:\s*t;[^}]*\}/g, '')
    .replace(
      /\.((?:[\w-]+--)?t-icon-([a-z0-9-]+)):before\s*\{\s*content:\s*'[^']*';?\s*\}/g,
      (_rule, selector: string, name: string) =>
        `.${selector}:before{content:'';display:inline-block;width:1em;height:1em;vertical-align:top;background:currentColor;` +
        `-webkit-mask:url(/preview/icons/${name}.svg) center/contain no-repeat}`,
    )
}
