import { preference } from './phone'

export type Theme = 'light' | 'dark'
type Listener = (change: { theme: Theme }) => void

const system = matchMedia('(prefers-color-scheme: dark)')
const DARK = /\(prefers-color-scheme:\s*dark\)/g
const LIGHT = /\(prefers-color-scheme:\s*light\)/g

/** The theme: the shell's choice where there is one, else the system's. */
class ThemeState {
  readonly #listeners = new Set<Listener>()

  constructor() {
    system.addEventListener('change', () => {
      for (const listener of this.#listeners) listener({ theme: this.current })
    })
  }

  get current(): Theme {
    const chosen = preference('theme')
    if (chosen === 'light' || chosen === 'dark') return chosen
    return system.matches ? 'dark' : 'light'
  }

  /** A choice made in the shell decides the media rules of all sheets, since a frame cannot be told a colour scheme. */
  apply(): void {
    const chosen = preference('theme')
    document.documentElement.style.colorScheme = this.current
    if (chosen !== 'light' && chosen !== 'dark') return
    for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) decide(rule, chosen)
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  forget(listener: Listener): void {
    this.#listeners.delete(listener)
  }
}

function decide(rule: CSSRule, chosen: Theme): void {
  if (rule instanceof CSSImportRule) for (const inner of rule.styleSheet?.cssRules ?? []) decide(inner, chosen)
  if (!(rule instanceof CSSMediaRule)) return
  const always = '(min-width: 0)'
  const never = '(max-width: 0)'
  rule.media.mediaText = rule.media.mediaText
    .replace(DARK, chosen === 'dark' ? always : never)
    .replace(LIGHT, chosen === 'light' ? always : never)
}

export const theme = new ThemeState()
