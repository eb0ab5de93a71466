import { showModal } from './dialogs'
import type { ShownPage } from './navigation'
import { tellShell } from './phone'

interface ShareCard {
  readonly title?: string
  readonly path?: string
  readonly imageUrl?: string
}

/** Asks the page for its share card and shows it, with the link that a friend would open. */
export async function share(page: ShownPage, source: { from: 'menu' | 'button'; target?: unknown }): Promise<void> {
  if (typeof page.instance['onShareAppMessage'] !== 'function') {
    await showModal({ content: '当前页面未设置分享', showCancel: false })
    return
  }
  const answered = (page.call('onShareAppMessage', source) ?? {}) as ShareCard & { promise?: Promise<ShareCard> }
  const card = { ...answered, ...(await answered.promise) }
  const title = card.title ?? document.title
  const path = (card.path ?? `/${page.address.url}`).replace(/^\//, '')
  tellShell({ kind: 'shared', title, path })
  const link = document.createElement('a')
  link.href = `#/${path}`
  link.className = 'share-card'
  if (card.imageUrl !== undefined) {
    const picture = document.createElement('img')
    picture.src = card.imageUrl
    picture.alt = ''
    link.append(picture)
  }
  link.append(title)
  await showModal({ title: '转发给朋友', body: link, showCancel: false, confirmText: '关闭' })
}
