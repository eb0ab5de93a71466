import type { ComponentConfig, Manifest } from '../manifest'
import type { Navigation } from './navigation'
import { theme } from './theme'

interface Current {
  manifest: Manifest
  router: Navigation
}

let current: Current | undefined

/** What runs now. Throws before the bundle has registered its pages. */
export function running(): Current {
  if (current === undefined) throw new Error('the mini-program is not registered yet')
  return current
}

export const isRunning = (): boolean => current !== undefined

export function setManifest(manifest: Manifest, router: Navigation): void {
  current = { manifest, router }
}

/** A page's window settings over those of the app, with `@names` taken from the theme. */
export function windowConfig(path: string): ComponentConfig {
  const { manifest } = running()
  const own = manifest.components.find((component) => component.id === path)?.config ?? {}
  const values = manifest.themes[theme.current]
  const themed = Object.entries({ ...manifest.window, ...own }).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'string' && value.startsWith('@') ? values[value.slice(1)] : value,
  ])
  return Object.fromEntries(themed)
}
