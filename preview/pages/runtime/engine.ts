import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { Backend } from './backend'
import { listenToEvents } from './events'

/** A page or component as its own code sees it (`this`). */
export interface Instance {
  [member: string]: unknown
  readonly is: string
  readonly data: Record<string, unknown>
  setData(data: Record<string, unknown>): void
  createSelectorQuery(): unknown
  createIntersectionObserver(options?: unknown): unknown
  selectComponent(selector: string): unknown
}

/** A glass-easel component node, as far as the runtime reaches into it. */
export interface ComponentNode {
  readonly is: string
  /** Its element in the DOM; null for a virtual host. */
  readonly $$: HTMLElement | null
  readonly data: Record<string, unknown>
  triggerLifetime(name: string, args: unknown[]): void
  triggerPageLifetime(name: string, args: unknown[]): void
}

/** What a registration call (`Component({...})`) is given. */
export type Definition = Record<string, unknown> & { behaviors?: readonly unknown[] }

interface Registrars {
  Page(definition: Definition): void
  Component(definition: Definition): void
  Behavior(definition: Definition): unknown
}

interface CodeSpace {
  addComponentStaticConfig(id: string, config: unknown): void
  addStyleSheet(id: string, url: string | undefined, scope: string | undefined): void
  addCompiledTemplate(id: string, template: { groupList: unknown; content: unknown }): void
  componentEnv<T>(id: string, callback: (registrars: Registrars) => T): T
  getComponentSpace(): glassEasel.ComponentSpace
  prepareComponentOptions(id: string, options: unknown): [Record<string, unknown>, unknown]
  behavior(): { lifetime(name: string, f: (this: unknown) => void): { register(): unknown } }
}

/** A page's tree: created, attached under an element, released. */
export interface PageRoot {
  get(): Instance
  getComponent(): ComponentNode
  attach(parent: HTMLElement, placeholder: HTMLElement): void
  release(): void
}

interface AssociatedBackend {
  createRoot(tag: string, space: CodeSpace, url: string): PageRoot
}

glassEasel.globalOptions.throwGlobalError = false
// Advice about the sources of packages is nobody's here, and built-ins are given properties that they do not draw; WeChat
// says nothing about either. Answering false keeps a warning off the console.
glassEasel.addGlobalWarningListener((message, related) => {
  const id = typeof related === 'string' ? related : related.is
  return (
    !`${id} ${message}`.includes('miniprogram_npm/') && !/not a valid property|unsupported model binding/.test(message)
  )
})

const environment = new MiniProgramEnv()
const backend = new Backend()
listenToEvents(backend)

// The adapter's types describe component authors, and its context type is closed over its own classes: the runtime needs
// the few members above, by their names in 0.12.1.
const associated = environment.associateBackend(backend) as unknown as AssociatedBackend
export const space = environment.createCodeSpace('', true) as unknown as CodeSpace

// Ids stay as written, so that `#id` rules and tests find them.
const prepare = space.prepareComponentOptions.bind(space)
space.prepareComponentOptions = (id, options) => {
  const prepared = prepare(id, options)
  Object.assign(prepared[0], { idPrefixGenerator: null, writeIdToDOM: true })
  return prepared
}

/** Creates a page's tree; query parameters in `url` become its properties. */
export const createPageRoot = (url: string): PageRoot => associated.createRoot('wx-page', space, url)

/** The node behind an instance, or the value itself where it is the node already. */
export function nodeOf(value: unknown): ComponentNode {
  const instance = value as { _$?: ComponentNode }
  return instance._$ ?? (value as ComponentNode)
}
