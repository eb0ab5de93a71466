import { addToCalendar } from '../../calendar'
import { WAIT_OVER_TEMPLATES } from '../../templates'

/** What helps not to miss the end of a wait: a message, where one can be sent, and an entry in the calendar. */
Component({
  properties: {
    /** The instant at which the wait ends. */
    until: { type: String, value: '' },
    /** What can be done then: the entry's title. */
    title: { type: String, value: '' },
  },
  data: { reminds: WAIT_OVER_TEMPLATES.length > 0 },
  methods: {
    onRemind() {
      // Asked at each tap; whoever declines hears nothing more of it.
      wx.requestSubscribeMessage({ tmplIds: WAIT_OVER_TEMPLATES }).catch(() => undefined)
    },
    onCalendar() {
      addToCalendar(this.data.title, this.data.until)
    },
  },
})
