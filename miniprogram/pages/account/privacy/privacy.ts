import type { Tap } from '../../../events'
import { goOn } from '../../../navigation'
import { bodyLine, CONSENT_VERSION, CONSENTS, DECLARATION } from '../../../texts'
import { DRAFT_KEPT_DAYS, MONTHS_WITHOUT_END, RETENTION_DAYS } from '../../../limits'

Page({
  data: {
    body: bodyLine(),
    consents: CONSENTS,
    version: CONSENT_VERSION,
    declaration: DECLARATION,
    draftDays: DRAFT_KEPT_DAYS,
    retentionDays: RETENTION_DAYS.usual,
    monthsWithoutEnd: MONTHS_WITHOUT_END,
  },
  onGo(event: Tap<{ url: string }>) {
    goOn(event.currentTarget.dataset.url)
  },
})
