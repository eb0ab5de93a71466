import type { StepView } from '../../../cloudfunctions/contract'
import type { Tone } from '../../texts'

/** One step of the way, as it is shown. */
export interface StepItem {
  key: string
  title: string
  /** Who acts, and when: 「团支部书记 · 11月22日 14:05」. */
  sub: string
  state: StepView['state']
  /** The colour of the current mark. */
  tone: Tone
  /** The state in words, for people who hear the page. */
  spoken: string
}

/** The whole way, vertically: who acts and the date beside each step. */
Component({
  properties: {
    items: { type: Array, value: [] as StepItem[] },
  },
})
