import { beijingTime } from '../runtime/wx/beijing-time'
import { byId, fill, make, makeButton } from './dom'
import { become, nameOf } from './people'
import { reload, restart } from './phone-frame'

const POLL_MS = 1500

interface CloudState {
  readonly now: string
  /** Oldest first. */
  readonly calls: readonly {
    readonly at: string
    readonly fn: string
    readonly op: string
    readonly code: string
    readonly ms: number
    readonly openid: string | null
  }[]
  readonly messages: readonly {
    readonly at: string
    readonly openid: string
    readonly text: string
    /** Where a tap on it leads. */
    readonly page: string
  }[]
}

let shown = ''

/** Shows the local cloud's clock, calls and messages, and the buttons that move it. */
export function showCloud(): void {
  fill(byId('clock'), [
    makeButton('+1 小时', () => moveClock({ advance: 'PT1H' })),
    makeButton('+1 天', () => moveClock({ advance: 'P1D' })),
    makeButton('恢复', () => moveClock({ set: new Date().toISOString() })),
  ])
  const reset = makeButton('重置数据', async () => {
    if (!confirm('清空本地数据，重新载入演示数据？')) return
    await post('/local/reset', { demo: true })
    dispatchEvent(new Event('preview:reset'))
    restart()
  })
  reset.className = 'danger'
  fill(byId('data'), [reset])
  void refresh()
  setInterval(() => {
    if (!document.hidden) void refresh()
  }, POLL_MS)
}

async function post(address: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) alert(`${address}：${await response.text()}`)
}

/** Moves the local cloud's clock; the phone shows what is then. */
export async function moveClock(body: object): Promise<void> {
  await post('/local/clock', body)
  await refresh()
  reload()
}

async function refresh(): Promise<void> {
  const response = await fetch('/local/state').catch(() => undefined)
  if (response?.ok !== true) {
    byId('now').textContent = '本地云没有回应'
    return
  }
  const { now, calls, messages } = (await response.json()) as CloudState
  byId('now').textContent = beijingTime(now)
  // The lists are drawn again only when they changed, so that text can be selected in them.
  const next = JSON.stringify([calls, messages])
  if (next === shown) return
  shown = next
  fill(byId('calls'), [...calls].reverse().map(callRow), '还没有调用')
  fill(byId('messages'), [...messages].reverse().map(messageItem), '还没有消息')
}

function callRow({ at, fn, op, code, ms, openid }: CloudState['calls'][number]): HTMLElement {
  const row = make('tr')
  row.title = openid ?? '没有微信身份'
  const ok = code === 'ok' || code === ''
  const cells = [beijingTime(at).slice(11), `${fn} ${op}`, ok ? '✓' : code, `${String(Math.round(ms))} ms`]
  row.append(...cells.map((text) => make('td', text)))
  row.classList.toggle('refused', !ok)
  return row
}

/** A message as the person would have got it; a tap opens it in that person's hand. */
function messageItem({ at, openid, text, page }: CloudState['messages'][number]): HTMLElement {
  const item = make('li')
  const open = makeButton('打开', () => {
    become(openid, page)
  })
  open.title = '以收信人的身份打开'
  item.append(make('p', `${beijingTime(at)}　发给 ${nameOf(openid)}`, 'label'), make('p', text), open)
  return item
}
