import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import postcss, { CssSyntaxError, type AtRule, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { toBrowserUnits } from '../rpx'
import { BUILTIN_TAGS } from '../tags'
import { CompileFault } from './fault'
import type { Project } from './project'

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
  const icons: string[] = []
  const root = inline(project, file, [file], icons)
  const rewriter = selectorRewriter(place)
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    rule.selector = rewriter(rule.selector)
  })
  root.walkDecls((declaration) => {
    if (/\d(r?px|vh)/.test(declaration.value)) declaration.value = toBrowserUnits(declaration.value, declaration.prop)
  })
  return root.toString() + drawIcons(icons, place.scope)
}

/**
 * TDesign's icon font lies on a CDN and the preview asks for nothing outside: its rules, more than two thousand, are taken
 * out of the text and the same names are drawn from what the server serves of `tdesign-icons-svg`.
 */
const ICON_RULE = /\.t-icon-([a-z0-9-]+):before\s*\{\s*content:\s*'[^']*';?\s*\}/g
const ICON_FONT = /@font-face\s*\{\s*font-family:\s*t;[^}]*\}/g

function takeIcons(text: string, icons: string[]): string {
  return text.replace(ICON_FONT, '').replace(ICON_RULE, (_rule, name: string) => {
    icons.push(name)
    return ''
  })
}

function drawIcons(names: readonly string[], scope: string | undefined): string {
  const prefix = scope === undefined ? '' : `${scope}--`
  const rules = names.map((name) => `.${prefix}t-icon-${name}:before{--icon:url(/preview/icons/${name}.svg)}`)
  if (rules.length === 0) return ''
  const drawn =
    `.${prefix}t-icon-base:before{content:'';display:block;width:1em;height:1em;margin:0 auto;` +
    'background:currentColor;-webkit-mask:var(--icon,linear-gradient(#0000 0 0)) center/contain no-repeat}'
  return `${drawn}\n${rules.join('\n')}`
}

function parse(project: Project, file: string, icons: string[]): Root {
  const text = readFileSync(file, 'utf8')
  const source = project.isOwn(file) ? text : takeIcons(text, icons)
  try {
    return postcss.parse(source, { from: file })
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

function inline(project: Project, file: string, seen: readonly string[], icons: string[]): Root {
  const root = parse(project, file, icons)
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
    else rule.replaceWith(inline(project, target, [...seen, target], icons).nodes)
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
