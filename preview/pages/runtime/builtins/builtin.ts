import type { typeUtils } from 'glass-easel'

/** A built-in's node: its element, its properties, and the events it sends. */
export interface BuiltinNode {
  readonly $$: HTMLElement
  readonly data: Readonly<Record<string, unknown>>
  readonly dataset: Readonly<Record<string, unknown>>
  readonly id: string
  setData(data: Record<string, unknown>): void
  triggerEvent(name: string, detail: unknown, options?: { bubbles?: boolean; composed?: boolean }): void
  addListener(name: string, listener: () => void): void
}

/** A property as glass-easel takes it: a type, or a type with its first value; `null` takes anything. */
export type PropertyDeclaration =
  typeUtils.PropertyType | { readonly type: typeUtils.PropertyType | null; readonly value?: unknown } | null

/** How one built-in behaves beyond being an element with a look. */
export interface Builtin {
  /** The role where the page names none. */
  readonly role?: string
  readonly properties?: Readonly<Record<string, PropertyDeclaration>>
  created?(node: BuiltinNode): void
  /** Draws the properties; `changed` names the one that changed, nothing at first. */
  update?(node: BuiltinNode, changed?: string): void
}

export const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/** A length such as `50`, `'50'` or `'50px'` in pixels. */
export const pixels = (value: unknown): number => Number.parseFloat(text(value)) || 0

/** The built-in behind an element, as glass-easel notes it on the element. */
export const builtinOf = (element: Element | null): BuiltinNode | undefined =>
  (element as { __wxElement?: BuiltinNode } | null)?.__wxElement

/** Keeps the DOM's own events of an inner element out of the component tree, where the built-in sends WeChat's. */
export function keepInside(element: HTMLElement, ...types: string[]): void {
  for (const type of types)
    element.addEventListener(type, (event) => {
      event.stopPropagation()
    })
}
