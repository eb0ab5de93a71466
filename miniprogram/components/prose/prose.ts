import { pieces, type Piece } from '../../texts'

/** A sentence of which no line ends within a date or within quotation marks, in whatever stands around it. */
Component({
  properties: {
    text: { type: String, value: '' },
  },
  data: { pieces: [] as Piece[] },
  observers: {
    text(text: string) {
      this.setData({ pieces: pieces(text) })
    },
  },
})
