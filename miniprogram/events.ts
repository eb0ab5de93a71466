/** What the handlers of pages and components are called with. */
type Attributes = WechatMiniprogram.IAnyObject
type NoMark = Record<string, never>

/** A tap on an element; `D` are its `data-` attributes. */
export type Tap<D extends Attributes> = WechatMiniprogram.TouchEvent<NoMark, NoMark, D>

/** What a component says of itself, `V`; `D` are the `data-` attributes of the element that it stands on. */
export type Change<V extends Attributes = NoMark, D extends Attributes = NoMark> = WechatMiniprogram.CustomEvent<
  V,
  NoMark,
  D
>
