import { CurrentWindowBackendContext } from 'glass-easel'
import { toBrowserUnits } from '../rpx'
import { domTag } from '../tags'

/** The visible page's area; rectangles are measured from it, as in WeChat, not from the window. */
const AREA = '.page-viewport'
export const visibleArea = (): HTMLElement | null => document.querySelector<HTMLElement>(`${AREA}:not([hidden])`)

function createElement(tag: string): HTMLElement {
  const element = document.createElement(domTag(tag))
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name, value) => {
    setAttribute(name, name === 'style' ? toBrowserUnits(value) : value)
  }
  const measure = element.getBoundingClientRect.bind(element)
  element.getBoundingClientRect = () => {
    const own = measure()
    const area = element.closest(AREA)?.getBoundingClientRect()
    return area === undefined ? own : new DOMRect(own.x - area.x, own.y - area.y, own.width, own.height)
  }
  return element
}

/** glass-easel's DOM back-end with WeChat's tags, units and measures. */
export class Backend extends CurrentWindowBackendContext {
  constructor() {
    super()
    const nodes = {
      createElement,
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    }
    // glass-easel describes the DOM by an interface of its own that the real one does not satisfy word for word.
    this.document = nodes as unknown as CurrentWindowBackendContext['document']
  }

  override getWindowWidth(): number {
    return visibleArea()?.clientWidth ?? innerWidth
  }

  override getWindowHeight(): number {
    return visibleArea()?.clientHeight ?? innerHeight
  }
}
