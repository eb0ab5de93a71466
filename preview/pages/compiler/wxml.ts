import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Fault } from '../manifest'
import { BUILTIN_TAGS, TEMPLATE_TAGS } from '../tags'
import type { Project, SourceComponent } from './project'

/** What the template compiler answers per mistake. Its own types say `any`. */
interface TemplateWarning {
  /** Both counted from 0. */
  readonly startLine: number
  readonly startColumn: number
  readonly message: string
  readonly isError: boolean
}

interface TemplateGroup {
  addTmpl(id: string, source: string): readonly TemplateWarning[] | undefined
  addScript(id: string, source: string): void
  getDirectDependencies(id: string): readonly string[]
  getScriptDependencies(id: string): readonly string[]
  getInlineScriptModuleNames(id: string): readonly string[]
  getInlineScript(id: string, module: string): string
  setInlineScript(id: string, module: string, source: string): void
  setExtraRuntimeScript(source: string): void
  getTmplGenObjectGroups(): string
  free(): void
}

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler') as {
  TmplGroup: new () => TemplateGroup
}

/** `getRegExp` and `getDate` belong to WXS and not to JavaScript. */
const WXS_GLOBALS =
  'var getRegExp=function(p,f){return new RegExp(p,f)};' +
  'var getDate=function(){return arguments.length?new (Date.bind.apply(Date,[null].concat([].slice.call(arguments))))():new Date()};'

/**
 * WXS differs from JavaScript where real sheets notice: `x.constructor` is a string, unknown escapes in a pattern keep
 * their backslash, and `require` names the file with its extension.
 */
export function wxsToJavaScript(source: string): string {
  return source
    .replace(
      /getRegExp\(\s*(['"])((?:\\.|(?!\1).)*)\1/g,
      (_all, quote: string, pattern: string) =>
        `getRegExp(${quote}${pattern.replace(/\\(?![\\'"nrtbfvux0])/g, '\\\\')}${quote}`,
    )
    .replace(/\.constructor\b/g, '.__wxsConstructor')
    .replace(/(require\(\s*['"][^'"]+)\.wxs(['"])/g, '$1$2')
}

/** Compiles the templates of all components to one JavaScript expression: an object from id to template. */
export function compileTemplates(project: Project): { code: string; faults: Fault[] } {
  const group = new TmplGroup()
  try {
    const walk = new TemplateWalk(project, group)
    for (const component of project.components.values()) {
      walk.addTemplate(component.id)
      if (!component.npm) walk.faults.push(...unknownTags(project, component))
    }
    group.setExtraRuntimeScript(WXS_GLOBALS)
    return { code: group.getTmplGenObjectGroups(), faults: walk.faults }
  } finally {
    group.free()
  }
}

/** Follows templates to what they import, include and require. */
class TemplateWalk {
  readonly faults: Fault[] = []
  readonly #done = new Set<string>()
  readonly #project: Project
  readonly #group: TemplateGroup

  constructor(project: Project, group: TemplateGroup) {
    this.#project = project
    this.#group = group
  }

  addTemplate(id: string, from?: string): void {
    const source = this.#read(`${this.#project.fileOf(id)}.wxml`, from)
    if (source === undefined) return
    const own = !id.startsWith('miniprogram_npm/')
    for (const warning of this.#group.addTmpl(id, source) ?? [])
      if (own)
        this.faults.push({
          file: `${id}.wxml`,
          line: warning.startLine + 1,
          column: warning.startColumn + 1,
          message: warning.message,
        })
    for (const module of this.#group.getInlineScriptModuleNames(id))
      this.#group.setInlineScript(id, module, wxsToJavaScript(this.#group.getInlineScript(id, module)))
    for (const dependency of this.#group.getDirectDependencies(id)) this.addTemplate(dependency, `${id}.wxml`)
    for (const script of this.#group.getScriptDependencies(id)) this.#addScript(script, `${id}.wxml`)
  }

  #addScript(name: string, from: string): void {
    const id = name.replace(/\.wxs$/, '')
    const source = this.#read(`${this.#project.fileOf(id)}.wxs`, from)
    if (source === undefined) return
    this.#group.addScript(id, wxsToJavaScript(source))
    for (const [, required = ''] of source.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g))
      this.#addScript(path.posix.join(path.posix.dirname(id), required), `${id}.wxs`)
  }

  /** The text of a file that was not read before. A missing one is a fault of the file that asks for it. */
  #read(file: string, from: string | undefined): string | undefined {
    if (this.#done.has(file)) return undefined
    this.#done.add(file)
    if (existsSync(file)) return readFileSync(file, 'utf8')
    const name = this.#project.nameOf(file)
    this.faults.push({ file: from ?? name, message: `找不到 ${name}` })
    return undefined
  }
}

/** A tag that is neither WeChat's own nor registered renders as nothing in WeChat, silently: here it is a fault. */
function unknownTags(project: Project, component: SourceComponent): Fault[] {
  const source = readFileSync(`${component.file}.wxml`, 'utf8')
  const known = { ...component.config.usingComponents, ...component.config.componentGenerics }
  const faults: Fault[] = []
  const blanked = source.replace(/<!--[\s\S]*?-->|<wxs\b[^>]*>[\s\S]*?<\/wxs>/g, (text) => text.replace(/[^\n]/g, ' '))
  for (const match of blanked.matchAll(/<([A-Za-z][\w-]*)/g)) {
    const tag = match[1] ?? ''
    if (BUILTIN_TAGS.has(tag) || TEMPLATE_TAGS.has(tag) || tag in known) continue
    const line = blanked.slice(0, match.index).split('\n').length
    faults.push({
      file: project.nameOf(`${component.file}.wxml`),
      line,
      message: `<${tag}> 没有在 usingComponents 中注册`,
    })
  }
  return faults
}
