import { running } from '../current.js'
import type { ScrollTarget } from '../page.js'
import type { Router } from '../router.js'
import { actions } from './actions.js'
import { api } from './api.js'
import { cloud } from './cloud.js'
import { fileApi } from './files.js'
import { storage } from './storage.js'
import { system } from './system.js'

type Navigation = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'navigateBack'
type Options<Name extends Navigation> = NonNullable<Parameters<Router[Name]>[0]>

const top = () => running().router.top()

/** The part of `wx` that this project's pages and TDesign use. Any other member is undefined, as on an old base library. */
export const wx = {
  ...system,
  ...actions,
  ...storage,
  ...fileApi,
  cloud,
  navigateTo: api('navigateTo', (options: Options<'navigateTo'>) => running().router.navigateTo(options)),
  redirectTo: api('redirectTo', (options: Options<'redirectTo'>) => {
    running().router.redirectTo(options)
  }),
  reLaunch: api('reLaunch', (options: Options<'reLaunch'>) => {
    running().router.reLaunch(options)
  }),
  navigateBack: api('navigateBack', (options: Options<'navigateBack'>) => {
    running().router.navigateBack(options)
  }),
  setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => {
    const page = top()
    if (page !== undefined) page.title = title
    running().router.chrome.title(title)
  }),
  pageScrollTo: api('pageScrollTo', (target: ScrollTarget) => top()?.scrollTo(target)),
  startPullDownRefresh: api('startPullDownRefresh', () => top()?.pullDown.start()),
  stopPullDownRefresh: api('stopPullDownRefresh', () => top()?.pullDown.stop()),
}
