/** The mark of TDesign's radio, for a choice that says more than a radio's label can. */
Component({
  properties: {
    on: { type: Boolean, value: false },
  },
})
