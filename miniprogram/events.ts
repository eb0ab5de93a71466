/** What the handlers of pages and components are called with. */

/** A tap on an element; `D` are its `data-` attributes. */
export type Tap<D extends WechatMiniprogram.IAnyObject> = WechatMiniprogram.TouchEvent<
  Record<string, never>,
  Record<string, never>,
  D
>
