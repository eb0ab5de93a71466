import { running } from '../current'
import { share } from '../share'
import { wx } from '../wx/wx'
import { type Builtin, type BuiltinNode, keepInside, pixels, text } from './builtin'
import { actOnForm } from './field'

const images = new WeakMap<HTMLElement, HTMLImageElement>()
const FIT: Readonly<Record<string, string>> = { aspectFit: 'contain', aspectFill: 'cover', widthFix: 'fill' }

export const image: Builtin = {
  role: 'img',
  properties: { src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, webp: Boolean },
  created(node) {
    const inner = document.createElement('img')
    inner.alt = ''
    images.set(node.$$, inner)
    node.$$.append(inner)
    keepInside(inner, 'load', 'error')
    inner.addEventListener('load', () => {
      const { naturalWidth: width, naturalHeight: height } = inner
      if (node.data['mode'] === 'widthFix' && width > 0)
        node.$$.style.height = `${String((node.$$.clientWidth * height) / width)}px`
      node.triggerEvent('load', { width, height })
    })
    inner.addEventListener('error', () => {
      node.triggerEvent('error', { errMsg: 'image load failed' })
    })
  },
  update(node) {
    const inner = images.get(node.$$)
    if (inner === undefined) return
    inner.style.objectFit = FIT[text(node.data['mode'])] ?? 'fill'
    const source = text(node.data['src'])
    if (source === '') inner.removeAttribute('src')
    else if (inner.getAttribute('src') !== source) inner.setAttribute('src', source)
  },
}

const BUTTON_STATES = ['type', 'size', 'plain', 'disabled', 'loading'] as const

export const button: Builtin = {
  role: 'button',
  properties: {
    type: String,
    size: String,
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
  },
  created(node) {
    node.$$.tabIndex = 0
    node.addListener('tap', () => {
      if (node.data['disabled'] === true) return
      const formType = text(node.data['formType'])
      if (formType !== '') actOnForm(node.$$, formType)
      if (node.data['openType'] === 'share') shareFrom(node)
    })
  },
  update({ $$: host, data }) {
    for (const state of BUTTON_STATES) {
      const value = text(data[state])
      if (value === '' || value === 'false') host.removeAttribute(state)
      else host.setAttribute(state, value)
    }
    if (data['disabled'] === true) host.setAttribute('aria-disabled', 'true')
    else if (text(data['ariaDisabled']) === '') host.removeAttribute('aria-disabled')
  },
}

function shareFrom({ id, dataset }: BuiltinNode): void {
  const page = running().router.top()
  if (page !== undefined) void share(page, { from: 'button', target: { id, dataset } })
}

const SCROLL_DEFAULT = 50

export const scrollView: Builtin = {
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    scrollTop: null,
    scrollLeft: null,
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    enableFlex: Boolean,
    showScrollbar: { type: Boolean, value: true },
    upperThreshold: { type: null, value: SCROLL_DEFAULT },
    lowerThreshold: { type: null, value: SCROLL_DEFAULT },
  },
  created(node) {
    const host = node.$$
    let last = 0
    host.addEventListener('scroll', (event) => {
      event.stopImmediatePropagation()
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = host
      const moved = { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: 0, deltaY: last - scrollTop }
      node.triggerEvent('scroll', moved)
      if (scrollTop > last && scrollTop + clientHeight >= scrollHeight - pixels(node.data['lowerThreshold']))
        node.triggerEvent('scrolltolower', { direction: 'bottom' })
      if (scrollTop < last && scrollTop <= pixels(node.data['upperThreshold']))
        node.triggerEvent('scrolltoupper', { direction: 'top' })
      last = scrollTop
    })
  },
  update({ $$: host, data }, changed) {
    host.style.overflowX = data['scrollX'] === true ? 'auto' : 'hidden'
    host.style.overflowY = data['scrollY'] === true ? 'auto' : 'hidden'
    host.classList.toggle('no-scrollbar', data['showScrollbar'] === false)
    const behavior: ScrollBehavior = data['scrollWithAnimation'] === true ? 'smooth' : 'auto'
    if (changed === 'scrollTop' && data['scrollTop'] !== null)
      host.scrollTo({ top: pixels(data['scrollTop']), behavior })
    if (changed === 'scrollLeft' && data['scrollLeft'] !== null)
      host.scrollTo({ left: pixels(data['scrollLeft']), behavior })
    const into = text(data['scrollIntoView'])
    if (changed === 'scrollIntoView' && into !== '')
      setTimeout(() => {
        host.querySelector(`#${CSS.escape(into)}`)?.scrollIntoView({ behavior })
      }, 0)
  },
}

export const navigator: Builtin = {
  role: 'link',
  properties: { url: String, openType: { type: String, value: 'navigate' }, delta: { type: Number, value: 1 } },
  created(node) {
    node.addListener('tap', () => {
      const url = text(node.data['url'])
      const openType = node.data['openType']
      if (openType === 'navigateBack') void wx.navigateBack({ delta: pixels(node.data['delta']) })
      else if (openType === 'redirect') void wx.redirectTo({ url })
      else if (openType === 'reLaunch') void wx.reLaunch({ url })
      else void wx.navigateTo({ url })
    })
  },
}

/** `<rich-text>` with HTML; the list form of `nodes` is not drawn. */
export const richText: Builtin = {
  properties: { nodes: null },
  update({ $$: host, data }) {
    const parsed = new DOMParser().parseFromString(text(data['nodes']), 'text/html')
    for (const active of parsed.querySelectorAll('script,iframe,object,embed,link,style')) active.remove()
    host.replaceChildren(...parsed.body.childNodes)
  },
}

export const textElement: Builtin = {
  properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean },
  update({ $$: host, data }) {
    host.classList.toggle('selectable', data['selectable'] === true || data['userSelect'] === true)
  },
}
