import type { Tap } from '../../events'
import type { Choice } from '../../texts'

/** The answers to one question: the one that is tapped goes on by itself (`choose`); what was answered before is marked. */
Component({
  properties: {
    /** The question, for people who hear the page. */
    label: { type: String, value: '' },
    options: { type: Array, value: [] as Choice[] },
    value: { type: String, value: '' },
  },
  methods: {
    onTap(event: Tap<{ value: string }>) {
      this.triggerEvent('choose', { value: event.currentTarget.dataset.value })
    },
  },
})
