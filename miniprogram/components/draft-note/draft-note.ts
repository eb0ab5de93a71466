import { DRAFT_NOT_SAVED } from '../../texts'

/** Whether what was filled in is kept: quiet where it is, not to be missed where it is not. */
Component({
  properties: {
    text: { type: String, value: '' },
  },
  data: { lost: false },
  observers: {
    text(text: string) {
      this.setData({ lost: text === DRAFT_NOT_SAVED })
    },
  },
})
