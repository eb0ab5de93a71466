import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import postcss, { CssSyntaxError, type AtRule, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { toBrowserUnits } from '../rpx.js'
import { BUILTIN_TAGS } from '../tags.js'
import { CompileFault } from './fault.js'
import type { Project } from './project.js'

interface SheetPlace {
  /** Its own id: the host of a component with shared styles is known by it. */
  readonly id?: string
  /** Class prefix of an isolated component. */
  readonly scope?: string | undefined
  /** A page's sheet is limited to that page: all pages live in one document here. */
  readonly page?: string | undefined
}

/** Sheets of packages never change while the preview runs, and they are most of the work. */
const packageSheets = new Map<string, string>()

/** Compiles one WXSS file with its imports to CSS. Throws a CompileFault. */
export function compileWxss(project: Project, file: string, place: SheetPlace = {}): string {
  if (project.isOwn(file)) return compileSheet(project, file, place)
  const key = `${file}|${place.scope ?? ''}|${String(statSync(file).mtimeMs)}`
  const css = packageSheets.get(key) ?? compileSheet(project, file, place)
  packageSheets.set(key, css)
  return css
}

function compileSheet(project: Project, file: string, place: SheetPlace): string {
  const root = inline(project, file, [file])
  const rewriter = selectorRewriter(place)
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    rule.selector = rewriter(rule.selector)
  })
  root.walkDecls((declaration) => {
    if (/\d(rpx|vh)/.test(declaration.value)) declaration.value = toBrowserUnits(declaration.value, declaration.prop)
  })
  return root.toString()
}

function parse(project: Project, file: string): Root {
  try {
    return postcss.parse(readFileSync(file, 'utf8'), { from: file })
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    const { line, column, reason } = error
    throw new CompileFault({
      file: project.nameOf(file),
      message: reason,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    })
  }
}

function inline(project: Project, file: string, seen: readonly string[]): Root {
  const root = parse(project, file)
  root.walkAtRules('import', (rule) => {
    const written = /^(?:url\()?\s*['"]?([^'")]+)['"]?\s*\)?/.exec(rule.params)?.[1] ?? ''
    const target = importTarget(project, file, written)
    if (target === undefined)
      throw new CompileFault({
        file: project.nameOf(file),
        line: rule.source?.start?.line ?? 1,
        message: `@import 找不到 "${written}"`,
      })
    if (seen.includes(target)) rule.remove()
    else rule.replaceWith(inline(project, target, [...seen, target]).nodes)
  })
  return root
}

/** Imports are relative, absolute from the mini-program's root, or into a package as WeChat packs it. */
function importTarget(project: Project, from: string, written: string): string | undefined {
  const packed = /(?:^|\/)miniprogram_npm\/(.+)$/.exec(written)?.[1]
  const tries = [
    packed === undefined ? undefined : project.packages.locate(packed),
    written.startsWith('/') ? path.join(project.root, written) : path.resolve(path.dirname(from), written),
    project.packages.locate(written),
  ]
  return tries.find((file) => file !== undefined && existsSync(file))
}

function selectorRewriter({ id, scope, page }: SheetPlace): (selector: string) => string {
  const limit = page === undefined ? undefined : `:where([data-path="${page}"])`
  const processor = selectorParser((selectors) => {
    selectors.walk((node) => {
      if (node.type === 'class' && scope !== undefined) node.value = `${scope}--${node.value}`
      else if (node.type === 'tag' && (BUILTIN_TAGS.has(node.value) || node.value === 'page'))
        node.value = `wx-${node.value}`
      else if (node.type === 'pseudo' && node.value === ':host')
        node.replaceWith(
          selectorParser.attribute({
            attribute: scope === undefined ? 'wx-is' : 'wx-host',
            operator: '=',
            value: scope ?? id ?? '',
            quoteMark: '"',
            raws: {},
          }),
        )
    })
    if (limit === undefined) return
    selectors.each((selector) => {
      const first = selector.first
      if (first.type === 'tag' && first.value === 'wx-page')
        selector.insertAfter(first, selectorParser.pseudo({ value: limit }))
      else selector.prepend(selectorParser.pseudo({ value: `${limit} ` }))
    })
  })
  return (selector) => processor.processSync(selector)
}
