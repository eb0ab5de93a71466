import { running } from '../current'
import type { Navigation, ScrollTarget } from '../navigation'
import { actions } from './actions'
import { api } from './api'
import { cloud } from './cloud'
import { fileApi } from './files'
import { keyboard } from './keyboard'
import { storage } from './storage'
import { system } from './system'

type Move = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'navigateBack'
type Options<Name extends Move> = NonNullable<Parameters<Navigation[Name]>[0]>

const top = () => running().router.top()

/** The part of `wx` that this project's pages and TDesign use. Any other member is undefined, as on an old base library. */
export const wx = {
  ...system,
  ...actions,
  ...storage,
  ...fileApi,
  ...keyboard,
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
  enableAlertBeforeUnload: api('enableAlertBeforeUnload', ({ message }: { message: string }) => {
    const page = top()
    if (page !== undefined) page.leaveQuestion = message
  }),
  disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => {
    const page = top()
    if (page !== undefined) page.leaveQuestion = undefined
  }),
  pageScrollTo: api('pageScrollTo', (target: ScrollTarget) => top()?.scrollTo(target)),
  startPullDownRefresh: api('startPullDownRefresh', () => top()?.pullDown.start()),
  stopPullDownRefresh: api('stopPullDownRefresh', () => top()?.pullDown.stop()),
}
