import { CHANGE } from '../../texts'

/** One line of 核对信息: what was answered, and the way back to it. */
Component({
  properties: {
    label: { type: String, value: '' },
    value: { type: String, value: '' },
    /** Empty hides the way back. */
    act: { type: String, value: CHANGE },
  },
  methods: {
    onTap() {
      this.triggerEvent('change')
    },
  },
})
