import type { Instance } from './engine'
import { parseAddress } from './address'
import { running } from './current'
import { theme } from './theme'

interface AppInstance {
  [member: string]: unknown
  onLaunch?: (options: LaunchOptions) => void
  onShow?: (options: LaunchOptions) => void
  onHide?: () => void
  onThemeChange?: (change: { theme: string }) => void
  onPageNotFound?: (page: { path: string; query: Record<string, string>; isEntryPage: boolean }) => void
}

export interface LaunchOptions {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly scene: number
}

let app: AppInstance = {}
let options: LaunchOptions = { path: '', query: {}, scene: 1001 }

/** WeChat's `App()`. */
export function App(definition: AppInstance): void {
  app = definition
}

/** WeChat's `getApp()`. */
export const getApp = (): AppInstance => app

export const launchOptions = (): LaunchOptions => options

/** Starts the app and answers the address of its first page: the one behind `#`, else the first of app.json. */
export function launch(): string {
  const { manifest, router } = running()
  const asked = location.hash.replace(/^#\/?/, '')
  const first = manifest.pages[0] ?? ''
  const { path, query, url } = parseAddress(asked === '' ? first : asked)
  options = { path, query, scene: 1001 }
  theme.apply()
  theme.listen((change) => {
    router.repaint()
    app.onThemeChange?.(change)
  })
  document.addEventListener('visibilitychange', () => {
    onVisibility(router.top()?.instance)
  })
  app.onLaunch?.(options)
  app.onShow?.(options)
  if (manifest.pages.includes(path)) return `/${url}`
  app.onPageNotFound?.({ path, query: { ...query }, isEntryPage: true })
  return `/${first}`
}

function onVisibility(page: Instance | undefined): void {
  const call = (name: string): void => {
    const method = page?.[name]
    if (typeof method === 'function') method.call(page)
  }
  if (document.hidden) {
    call('onHide')
    app.onHide?.()
  } else {
    app.onShow?.(options)
    call('onShow')
  }
}
