import { ENVIRONMENT } from '../../environment'
import { goOn } from '../../navigation'
import { QUIET_LINE, QUIET_SHORT, TRIAL_LINE, type Problem } from '../../texts'

const NO_PROBLEM: Problem = { kind: 'failed', title: '', text: '', retry: '' }

/**
 * The frame of every page: the quiet line, then the content, or the skeleton while it loads, or what went wrong with
 * one way on; the primary button in slot `foot` stays at the bottom within the safe area.
 */
Component({
  options: { multipleSlots: true },
  properties: {
    /** `loading`, `ready` or `problem`. */
    state: { type: String, value: 'ready' },
    /** What went wrong, for `problem`. */
    problem: { type: Object, value: NO_PROBLEM },
    /** Whether slot `foot` is filled. */
    foot: { type: Boolean, value: false },
    /** Room for two columns in a wide window. */
    double: { type: Boolean, value: false },
    /** Why what stands there is not the newest, and how old it is; empty while it is. */
    stale: { type: String, value: '' },
    /** Where it stands in full what this is not: on the first page, and where the short line of all others leads. */
    full: { type: Boolean, value: false },
    /** Beside another screen in a wide window: that one bears the quiet line. */
    aside: { type: Boolean, value: false },
  },
  data: {
    quiet: QUIET_LINE,
    short: QUIET_SHORT,
    trial: ENVIRONMENT.trial ? TRIAL_LINE : '',
    skeleton: [
      { width: '60%', height: '48rpx', borderRadius: '8rpx' },
      { width: '100%', height: '240rpx', borderRadius: '24rpx', marginTop: '16rpx' },
      { width: '100%', height: '360rpx', borderRadius: '24rpx', marginTop: '8rpx' },
    ],
  },
  methods: {
    onAbout() {
      goOn('/pages/account/privacy/privacy')
    },
    onHome() {
      void wx.reLaunch({ url: '/pages/home/home' })
    },
    onWay() {
      const { way } = this.data.problem
      if (way !== undefined) goOn(way.url)
    },
    onRetry() {
      this.triggerEvent('retry')
    },
  },
})
