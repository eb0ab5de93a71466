/** The stack of pages and its pages as those see them who are called by them: types alone, so that nothing runs in a circle. */
import type { ComponentConfig } from '../manifest'
import type { Instance } from './engine'
import type { EventChannel } from './event-channel'

export interface ScrollTarget {
  readonly scrollTop?: number
  readonly selector?: string
  readonly duration?: number
}

/** One page, for the bar above it and for what is asked of the page that is shown. */
export interface ShownPage {
  readonly address: { readonly url: string }
  readonly config: ComponentConfig
  readonly instance: Instance
  readonly pullDown: { start(): void; stop(): void }
  readonly scroller: HTMLElement
  title: string | undefined
  /** Asked before the page is left by hand. */
  leaveQuestion: string | undefined
  call(name: string, ...args: unknown[]): unknown
  scrollTo(target: ScrollTarget): void
}

export type ChannelEvents = Readonly<Record<string, (...args: unknown[]) => void>>

export interface Target {
  readonly url: string
}

/** The stack of pages. */
export interface Navigation {
  readonly chrome: { title(text: string): void }
  pages(): Instance[]
  top(): ShownPage | undefined
  navigateTo(options: Target & { events?: ChannelEvents }): { eventChannel: EventChannel }
  redirectTo(target: Target): void
  reLaunch(target: Target): void
  navigateBack(options?: { delta?: number }): void
  isHome(): boolean
  goHome(): void
  repaint(): void
}
