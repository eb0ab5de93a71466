import type { Tap } from '../../../events'
import { CONSENT_VERSION, CONSENTS, DECLARATION } from '../../../texts'

Page({
  data: { consents: CONSENTS, version: CONSENT_VERSION, declaration: DECLARATION },
  onGo(event: Tap<{ url: string }>) {
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
})
