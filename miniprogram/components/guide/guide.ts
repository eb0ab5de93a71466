import { GUIDES, OWN_GUIDE, pieces, type GuideKey, type Piece } from '../../texts'

/** What can be copied beside a step. */
interface Copy {
  label: string
  value: string
  note: string
}

/** The way through an official system, in the notice's own words. Folded until it is wanted, unless `open`. */
Component({
  properties: {
    /** Which of the four ways. */
    name: { type: String, value: 'register' },
    open: { type: Boolean, value: false },
    /** Only what the person does; what others do then stands with the transfer and in the notice. */
    own: { type: Boolean, value: false },
    /** What is copied into that system beside what the way itself names. */
    extra: { type: Array, value: [] as Copy[] },
  },
  data: { guide: GUIDES.register, title: '', path: [] as Piece[][], shown: false },
  observers: {
    name(name: string) {
      if (!(name in GUIDES)) return
      const guide = GUIDES[name as GuideKey]
      this.setData({ guide, path: guide.path.map((step) => pieces(step)) })
    },
    /** Under the headline of what is next, which names it already. */
    'name, own, open'(name: string, own: boolean, open: boolean) {
      if (name in GUIDES) this.setData({ title: own && open ? OWN_GUIDE : GUIDES[name as GuideKey].title })
    },
    open(open: boolean) {
      this.setData({ shown: open })
    },
  },
  methods: {
    onToggle() {
      this.setData({ shown: !this.data.shown })
    },
  },
})
