const RPX = /(^|[^\w.#-])(-?\d*\.?\d+)rpx\b/g
const PX = /(^|[^\w.#-])(-?\d*\.?\d+px)\b/g
const VH = /(^|[^\w.#-])(-?\d*\.?\d+)vh\b/g

/** Properties whose lengths are text: these grow with the large-text option. */
const TEXT_PROPERTY = /^(font|font-size|line-height|--td-font.*|--td-.*-line-height|--text-.*)$/

/**
 * Rewrites WeChat's own units for the browser: `rpx` counts in `--rpx` (1/750 of a phone's width), `vh` in the height of
 * the page area without the navigation bar. Text in `px`, as in a wide window, grows with the large-text option too.
 */
export function toBrowserUnits(value: string, property = ''): string {
  const text = TEXT_PROPERTY.test(property)
  const unit = text ? 'var(--rpx) * var(--text-scale)' : 'var(--rpx)'
  return (text ? value.replace(PX, '$1calc(var(--text-scale) * $2)') : value)
    .replace(RPX, (_match, before: string, n: string) => `${before}calc(${unit} * ${n})`)
    .replace(VH, (_match, before: string, n: string) => `${before}calc(var(--page-vh) * ${n})`)
}
