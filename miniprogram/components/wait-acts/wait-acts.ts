import { call } from '../../cloud'
import { acceptedKinds, promiseOf, type ReminderPage } from '../../transfer/reminder'
import { failureText } from '../../texts'
import { addToCalendar } from '../../wechat/calendar'
import { subscribe } from '../../wechat/subscription'

const NOTHING: ReminderPage = { id: '', label: '', asks: [], promise: '' }

/** What helps not to miss what one waits for: a message of WeChat's, and an entry in the calendar. */
Component({
  properties: {
    /** The instant at which the wait ends; empty where nothing is counted down to. */
    until: { type: String, value: '' },
    /** What can be done then: the entry's title. */
    title: { type: String, value: '' },
    /** What WeChat may remind of; without a label where it cannot. */
    reminder: { type: Object, value: NOTHING },
  },
  data: {
    /** What will be said, as the server took it down. */
    promise: '',
    /** Nothing was allowed, or the server did not hear of it. */
    failed: '',
  },
  observers: {
    reminder(reminder: ReminderPage | null) {
      this.setData({ promise: reminder?.promise ?? '', failed: '' })
    },
  },
  methods: {
    async onRemind() {
      const { id, asks } = this.data.reminder
      const { choices, refused } = await subscribe(asks.map(({ template }) => template))
      const kinds = acceptedKinds(asks, { ...choices })
      this.setData({ failed: refused })
      if (kinds.length === 0) return
      const kept = await call('member', 'reminder.allow', { id, kinds })
      if (kept.ok) this.setData({ promise: promiseOf(asks, kept.value.allowed), failed: '' })
      else this.setData({ failed: failureText(kept.error) })
    },
    onCalendar() {
      void addToCalendar(this.data.title, this.data.until)
    },
  },
})
