import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { confirmed } from '../../miniprogram/desk/confirmation'

const QUESTION = { title: '移除', content: '移除后立即不能再查看和办理。', confirmText: '移除' }
/** What app.wxss has for what failed or is refused: in the light theme first. */
const styles = readFileSync(new URL('../../miniprogram/app.wxss', import.meta.url), 'utf8')
const [light, dark] = [...styles.matchAll(/--bad: (#\w+);/g)].map(([, colour]) => colour)

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('A confirmation of something that is taken away', () => {
  it.each([
    ['light', light],
    ['dark', dark],
    [undefined, light],
  ])('has the red of the theme %s', async (theme, confirmColor) => {
    const showModal = vi.fn().mockResolvedValue({ confirm: true })
    vi.stubGlobal('wx', { getAppBaseInfo: () => ({ theme }), showModal })
    expect(await confirmed(QUESTION)).toBe(true)
    expect(showModal).toHaveBeenCalledWith({ ...QUESTION, confirmColor })
  })
})
