import { CONSENT_VERSION, CONSENTS } from '../../../texts'
import type { Tap } from '../../../events'
import { DECLARATION } from './declaration'

Page({
  data: { consents: CONSENTS, version: CONSENT_VERSION, declaration: DECLARATION },
  onGo(event: Tap<{ url: string }>) {
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
})
