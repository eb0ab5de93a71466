import type { ComponentSpace } from 'glass-easel'
import { BUILTIN_TAGS, domTag } from '../../tags'
import { type Builtin, type BuiltinNode, type PropertyDeclaration, text } from './builtin'
import { button, image, navigator, richText, scrollView, textElement } from './elements'
import { field, form, label, toggle } from './field'

const BEHAVIOURS: Readonly<Record<string, Builtin>> = {
  text: textElement,
  image,
  button,
  input: field('input'),
  textarea: field('textarea'),
  'scroll-view': scrollView,
  navigator,
  form,
  label,
  switch: toggle,
  'rich-text': richText,
}

/** The names under which a page gives accessibility attributes; `aria-role` becomes `role`. */
const ARIA =
  'Role Label Labelledby Describedby Hidden Selected Disabled Checked Live Modal Expanded Busy Current Level ' +
  'Valuenow Valuemin Valuemax Valuetext Haspopup Invalid Required Controls'
const ARIA_NAMES = ARIA.split(' ').map((name) => `aria${name}`)
const attribute = (name: string): string => (name === 'ariaRole' ? 'role' : `aria-${name.slice(4).toLowerCase()}`)

/** The part of glass-easel's builder that is used here; its own types describe components with known members. */
interface Builder {
  property(name: string, declaration: PropertyDeclaration): void
  observer(path: string, changed: (this: BuiltinNode) => void): void
  lifetime(name: 'created', created: (this: BuiltinNode) => void): void
  registerComponent(): { general(): Parameters<ComponentSpace['setGlobalUsingComponent']>[1] }
}

/** Makes WeChat's own tags known to every page and component. */
export function defineBuiltins(space: ComponentSpace): void {
  for (const tag of BUILTIN_TAGS) {
    const builtin = BEHAVIOURS[tag] ?? {}
    const aria = Object.fromEntries(ARIA_NAMES.map((name) => [name, null]))
    const properties = { hidden: Boolean, name: String, hoverClass: String, ...aria, ...builtin.properties }
    const builder = space.define(domTag(tag)) as unknown as Builder
    for (const [name, declaration] of Object.entries(properties)) {
      builder.property(name, declaration)
      builder.observer(name, function () {
        draw(this, builtin, name)
      })
    }
    builder.lifetime('created', function () {
      builtin.created?.(this)
      draw(this, builtin)
    })
    space.setGlobalUsingComponent(tag, builder.registerComponent().general())
  }
}

function draw(node: BuiltinNode, builtin: Builtin, changed?: string): void {
  const { $$: host, data } = node
  host.toggleAttribute('hidden', data['hidden'] === true)
  for (const name of ARIA_NAMES) {
    const value = text(data[name])
    const shown = value === '' && name === 'ariaRole' ? (builtin.role ?? '') : value
    if (shown === '') host.removeAttribute(attribute(name))
    else host.setAttribute(attribute(name), shown)
  }
  builtin.update?.(node, changed)
}
