import type { LogEntry } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { moment } from '../../format'
import { logText } from '../../texts'

/** 办理记录, the latest first. */
Component({
  properties: {
    entries: { type: Array, value: [] as LogEntry[] },
    /** Whose branch speaks: `league` or `party`. */
    kind: { type: String, value: 'league' },
  },
  data: { lines: [] as { key: string; at: string; text: string }[] },
  observers: {
    'entries, kind'(entries: LogEntry[], kind: string) {
      const now = serverNow()
      const lines = entries.map((entry, index) => ({
        key: `${String(index)}-${entry.at}`,
        at: moment(entry.at, now),
        text: logText(entry, kind === 'party' ? 'party' : 'league'),
      }))
      this.setData({ lines: lines.reverse() })
    },
  },
})
