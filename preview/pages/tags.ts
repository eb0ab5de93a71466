/**
 * The tags that WeChat itself provides. In the DOM they carry the prefix `wx-`, because `<input>` or `<button>` as raw
 * elements would bring the browser's own look and behaviour; style sheets are rewritten in the same way.
 */
export const BUILTIN_TAGS: ReadonlySet<string> = new Set(
  (
    'view text image button input textarea scroll-view swiper swiper-item icon label form checkbox checkbox-group ' +
    'radio radio-group switch slider picker picker-view picker-view-column navigator rich-text canvas video ' +
    'cover-view cover-image progress map camera web-view page-container root-portal movable-area movable-view page-meta'
  ).split(' '),
)

/** Tags of the template language itself, which never become elements. */
export const TEMPLATE_TAGS: ReadonlySet<string> = new Set(['block', 'template', 'import', 'include', 'wxs', 'slot'])

/** The attribute or tag name of a built-in in the DOM. */
export const domTag = (tag: string): string => (BUILTIN_TAGS.has(tag) ? `wx-${tag}` : tag)
