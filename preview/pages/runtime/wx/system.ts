import { launchOptions } from '../app'
import { visibleArea } from '../backend'
import { isRunning, running } from '../current'
import { preference } from '../phone'
import { theme } from '../theme'

const WIDE = 900
const LARGE_TEXT = 23
const USUAL_TEXT = 17
const wide = (): boolean => innerWidth >= WIDE
/** A PC window has no status bar. */
const statusBarHeight = (): number => (wide() ? 0 : 20)

const windowInfo = (): object => {
  const area = visibleArea()
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: area?.clientWidth ?? innerWidth,
    windowHeight: area?.clientHeight ?? innerHeight - statusBarHeight() - 44,
    statusBarHeight: statusBarHeight(),
    screenTop: statusBarHeight() + 44,
    safeArea: {
      left: 0,
      top: statusBarHeight(),
      right: innerWidth,
      bottom: innerHeight,
      width: innerWidth,
      height: innerHeight - statusBarHeight(),
    },
  }
}

const deviceInfo = (): object => ({
  brand: 'preview',
  model: 'preview',
  platform: wide() ? 'windows' : 'devtools',
  system: 'preview 1.0',
  memorySize: 8192,
  abi: 'preview',
})

const appBaseInfo = (): object => {
  const large = preference('text') === 'large'
  return {
    SDKVersion: '3.8.12',
    version: '8.0.50',
    language: 'zh_CN',
    enableDebug: false,
    theme: theme.current,
    fontSizeSetting: large ? LARGE_TEXT : USUAL_TEXT,
    fontSizeScaleFactor: large ? LARGE_TEXT / USUAL_TEXT : 1,
    host: { env: 'WeChat' },
  }
}

const systemInfo = (): object => ({ ...windowInfo(), ...deviceInfo(), ...appBaseInfo() })

type ResizeListener = (result: { size: { windowWidth: number; windowHeight: number } }) => void
const resizeListeners = new Set<ResizeListener>()
addEventListener('resize', () => {
  const size = { windowWidth: innerWidth, windowHeight: innerHeight }
  for (const listener of resizeListeners) listener({ size })
})

export const system = {
  getWindowInfo: windowInfo,
  getDeviceInfo: deviceInfo,
  getAppBaseInfo: appBaseInfo,
  getSystemInfoSync: systemInfo,
  getMenuButtonBoundingClientRect: () => {
    const top = statusBarHeight() + 6
    return { width: 87, height: 32, top, bottom: top + 32, left: innerWidth - 97, right: innerWidth - 10 }
  },
  getLaunchOptionsSync: launchOptions,
  getEnterOptionsSync: launchOptions,
  getAccountInfoSync: () => ({ miniProgram: { appId: 'preview', envVersion: 'develop', version: '' } }),
  getNetworkType: () =>
    Promise.resolve({ errMsg: 'getNetworkType:ok', networkType: navigator.onLine ? 'wifi' : 'none' }),
  canIUse: () => true,
  nextTick: (work: () => void) => {
    queueMicrotask(work)
  },
  onThemeChange: theme.listen.bind(theme),
  offThemeChange: theme.forget.bind(theme),
  onWindowResize: (listener: ResizeListener) => {
    resizeListeners.add(listener)
  },
  offWindowResize: (listener: ResizeListener) => {
    resizeListeners.delete(listener)
  },
  onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => {
    for (const name of ['online', 'offline'])
      addEventListener(name, () => {
        listener({ isConnected: navigator.onLine })
      })
  },
  createSelectorQuery: () => running().router.top()?.instance.createSelectorQuery(),
  createIntersectionObserver: (component: { createIntersectionObserver(o: unknown): unknown }, options: unknown) =>
    component.createIntersectionObserver(options),
  createAnimation: () => (isRunning() ? stillAnimation() : undefined),
}

/** An animation object whose steps do nothing: what TDesign moves with it stands where it begins. */
function stillAnimation(): unknown {
  const still: unknown = new Proxy(
    {},
    { get: (_target, name) => (name === 'export' ? () => ({ actions: [] }) : () => still) },
  )
  return still
}
