import { CONSENT_VERSION, CONSENTS } from '../../../texts'
import { DECLARATION } from './declaration'

Page({
  data: { consents: CONSENTS, version: CONSENT_VERSION, declaration: DECLARATION },
  onGo(event: WechatMiniprogram.TouchEvent<Record<string, never>, Record<string, never>, { url: string }>) {
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
})
