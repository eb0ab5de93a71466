import { beforeEach, describe, expect, test } from 'vitest'
import { localCloud } from '../../support/file-cloud'
import { Stage } from './stage'

const cloud = localCloud()
beforeEach(() => cloud.reset())

/** Answers question after question by the tap alone, and opens what it leads to. */
const answered = async (stage: Stage, first: string, ...answers: string[]) => {
  let page = await stage.open(first)
  for (const value of answers) {
    await page.hears('onChoose', { value })
    page = await stage.goesOn()
  }
  return page
}

describe('a question of the way', () => {
  test('goes on by the tap on its answer: no other button is needed up to the way', async () => {
    const stage = new Stage(cloud, 'newcomer')
    const way = await answered(stage, 'pages/route/route?who=member', 'none', 'province')
    expect(stage.moves).toEqual(['/pages/route/route?at=where', '/pages/route/route?at=way'])
    expect([way.shows('at'), way.shows('way.title')]).toEqual(['way', '你的办理路线'])
  })

  test('asks only what an earlier answer leaves open', async () => {
    const stage = new Stage(cloud, 'newcomer')
    const way = await answered(stage, 'pages/route/route?who=nonmember', 'none')
    expect(way.shows('way.title')).toBe('没有需要转接的组织关系')
    const cadre = new Stage(cloud, 'cadre')
    const at = await answered(cadre, 'pages/route/route?who=cadre', 'none', 'beijing')
    expect(at.shows('question.title')).toBe('你的团干部职务卸任了吗？')
  })

  test('gone back to shows what was answered, and another answer leads another way', async () => {
    const stage = new Stage(cloud, 'newcomer')
    await answered(stage, 'pages/route/route?who=member', 'none', 'province')
    const again = await stage.open('pages/route/route?at=where')
    expect(again.shows('value')).toBe('province')
    await again.hears('onChoose', { value: 'beijing' })
    expect((await stage.goesOn()).shows('way.parts.0.title')).toBe('团组织关系 · 京内转入')
  })

  test('the last one, whether it was submitted, begins the registration by its first answer', async () => {
    const stage = new Stage(cloud, 'newcomer')
    const way = await answered(stage, 'pages/route/route?who=member', 'none', 'province')
    await way.taps('onSubmitted', { value: 'yes' })
    expect(stage.moves.at(-1)).toBe('/pages/route/route?at=way')
    expect(String(way.shows('way.notes.0.text'))).toContain('很可能转移失败')
    await way.taps('onSubmitted', { value: 'no' })
    expect(stage.moves.at(-1)).toBe('/pages/register/register')
  })
})
