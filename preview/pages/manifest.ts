/** What the compiler tells the runtime about a mini-program. Types only: both sides import it. */

/** A `.json` of a page or component, as far as it is read here. */
export interface ComponentConfig {
  readonly component?: boolean
  readonly usingComponents?: Readonly<Record<string, string>>
  readonly componentGenerics?: Readonly<Record<string, true | { readonly default?: string }>>
  readonly styleIsolation?: string
  readonly addGlobalClass?: boolean
  readonly navigationBarTitleText?: string
  readonly navigationBarBackgroundColor?: string
  readonly navigationBarTextStyle?: string
  readonly navigationStyle?: string
  readonly backgroundColor?: string
  readonly backgroundTextStyle?: string
  readonly enablePullDownRefresh?: boolean
  readonly onReachBottomDistance?: number
}

/** The values of `theme.json` for one theme. */
export type ThemeValues = Readonly<Record<string, string>>

/** `app.json`, as far as it is read here. */
export interface AppConfig {
  readonly pages: readonly string[]
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[]
  readonly subpackages?: readonly { readonly root: string; readonly pages: readonly string[] }[]
  readonly usingComponents?: Readonly<Record<string, string>>
  readonly window?: ComponentConfig
  readonly darkmode?: boolean
  readonly themeLocation?: string
}

export interface ManifestComponent {
  readonly id: string
  readonly page: boolean
  /** The prefix of its class names; undefined where styles are shared. */
  readonly scope: string | undefined
  readonly config: ComponentConfig
}

export interface Manifest {
  readonly pages: readonly string[]
  readonly window: ComponentConfig
  readonly darkmode: boolean
  readonly themes: { readonly light: ThemeValues; readonly dark: ThemeValues }
  readonly components: readonly ManifestComponent[]
}

/** A mistake in the mini-program's own sources, as the overlay and the console show it. */
export interface Fault {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly message: string
}

/** What the page `phone.html` carries for the runtime. */
export interface Boot {
  /** The build this page shows; the page reloads when the server names another. Undefined where nothing is watched. */
  readonly version: string | undefined
  readonly defaultOpenid: string
  readonly faults: readonly Fault[]
}
