import { GUIDES, type GuideKey } from '../../texts'

/** What was ticked is remembered on this phone alone: it is a note to oneself and holds nothing personal. */
const REMEMBERED = 'official-done:'

/**
 * The way through an official system, in the notice's own words. Folded until it is wanted, unless `open`. With `ask` it
 * asks whether it is done, and folds when it is.
 */
Component({
  properties: {
    /** Which of the four ways. */
    name: { type: String, value: 'register' },
    open: { type: Boolean, value: false },
    /** What is ticked when it is done there; empty asks nothing. */
    ask: { type: String, value: '' },
    /** The asking that the tick belongs to. */
    about: { type: String, value: '' },
  },
  data: { guide: GUIDES.register, shown: false, done: false },
  observers: {
    name(name: string) {
      if (name in GUIDES) this.setData({ guide: GUIDES[name as GuideKey] })
    },
    'open, ask, about'(open: boolean, ask: string) {
      const done = ask !== '' && wx.getStorageSync<boolean | ''>(this.key()) === true
      this.setData({ done, shown: open && !done })
    },
  },
  methods: {
    key(): string {
      return `${REMEMBERED}${this.data.name}:${this.data.about}`
    },
    onToggle() {
      this.setData({ shown: !this.data.shown })
    },
    onDone(event: WechatMiniprogram.CustomEvent<{ checked: boolean }>) {
      const { checked } = event.detail
      wx.setStorageSync(this.key(), checked)
      this.setData({ done: checked, shown: !checked })
    },
  },
})
