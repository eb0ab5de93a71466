import { byId, fill, make, makeButton } from './dom'
import { choose, chosen, fitFrame, reload } from './phone-frame'

interface Choice {
  readonly name: string
  readonly title: string
  /** Value and label; the first is the usual one. */
  readonly options: readonly (readonly [string, string])[]
  /** Whether the mini-program has to be loaded again for it. */
  readonly reloads: boolean
}

const CHOICES: readonly Choice[] = [
  {
    name: 'size',
    title: '窗口',
    options: [
      ['phone', '手机 375'],
      ['wide', '宽屏'],
    ],
    reloads: false,
  },
  {
    name: 'theme',
    title: '颜色',
    options: [
      ['light', '浅色'],
      ['dark', '深色'],
    ],
    reloads: true,
  },
  {
    name: 'text',
    title: '字号',
    options: [
      ['usual', '标准字号'],
      ['large', '大字号'],
    ],
    reloads: true,
  },
  {
    name: 'refusal',
    title: '微信拒绝',
    options: [
      ['none', '照常'],
      ['104', '隐私不同意'],
      ['112', '隐私未声明'],
      ['20004', '订阅关闭'],
    ],
    reloads: false,
  },
]

/** What holds where nothing was chosen. */
function usual(name: string): string | undefined {
  if (name === 'theme' && matchMedia('(prefers-color-scheme: dark)').matches) return 'dark'
  return CHOICES.find((choice) => choice.name === name)?.options[0]?.[0]
}

/** Shows how the phone can be looked at: its width, its colours, its text. */
export function showViews(): void {
  byId('frame').dataset['size'] = chosen('size') === 'wide' ? 'wide' : 'phone'
  fill(
    byId('views'),
    CHOICES.map(({ name, title, options, reloads }) => {
      const group = make('div', '', 'segments')
      group.setAttribute('role', 'group')
      group.setAttribute('aria-label', title)
      const current = options.find(([value]) => value === chosen(name))?.[0] ?? usual(name)
      for (const [value, label] of options) {
        const button = makeButton(label, () => {
          choose(name, value)
          showViews()
          fitFrame()
          if (reloads) reload()
        })
        button.setAttribute('aria-pressed', String(value === current))
        group.append(button)
      }
      return group
    }),
  )
}
