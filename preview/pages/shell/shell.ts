import { showCloud } from './cloud-panel'
import { differences } from './differences'
import { byId, fill, make } from './dom'
import { showPeople } from './people'
import { fitFrame, openPage, restart } from './phone-frame'
import { showTries } from './tries'
import { showViews } from './views'

/** What the mini-program tells the shell. */
type Told =
  | { readonly kind: 'copied'; readonly text: string }
  | { readonly kind: 'shared'; readonly title: string; readonly path: string }

const KEPT = 5

function showTold(told: Told): void {
  const item = make('li')
  if (told.kind === 'copied') item.append(make('p', '复制了', 'label'), make('pre', told.text))
  else {
    const link = make('a', told.title) as HTMLAnchorElement
    link.href = `#/${told.path}`
    item.append(make('p', '转发了（换一个人再点，就是对方打开）', 'label'), link)
  }
  byId('left').querySelector('.empty')?.remove()
  byId('left').prepend(item)
  for (const old of [...byId('left').children].slice(KEPT)) old.remove()
}

const pageAsked = (): string => location.hash.replace(/^#\/?/, '')

addEventListener('message', (event: MessageEvent<{ preview?: Told }>) => {
  if (event.origin === location.origin && event.data.preview !== undefined) showTold(event.data.preview)
})
addEventListener('hashchange', () => {
  openPage(pageAsked())
})
fill(
  byId('differences'),
  differences.map((text) => make('li', text)),
)
fill(byId('left'), [], '还没有')
showViews()
showTries()
showCloud()
addEventListener('resize', fitFrame)
await showPeople()
fitFrame()
restart(pageAsked())
