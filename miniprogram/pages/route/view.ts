/** The way that the answers lead to, with who acts and the earliest possible dates. Pure. */
import type { StepItem } from '../../components/steps/steps'
import { day } from '../../format'
import { ROUTES, stepText, waitText, type RouteKey, type RouteText, type Where, type Who } from '../../texts'

const DAY_MS = 86_400_000

/** Page data of the way. */
export interface RoutePage extends RouteText {
  steps: StepItem[]
  /** What the one button does: begin to register here, or nothing but go back. */
  next: 'register' | 'home'
  button: string
}

/** Whether where the League membership lies matters to this person. */
export function asksWhere(who: Who): boolean {
  return who === 'member' || who === 'cadre' || who === 'both'
}

/** The way for these answers. */
export function routeOf(who: Who, where: Where | ''): RouteKey {
  switch (who) {
    case 'neither':
      return 'nothing'
    case 'party':
      return 'party'
    case 'both':
      return where === 'beijing' ? 'beijing' : 'both'
    case 'member':
    case 'cadre':
      return where === 'beijing' ? 'beijing' : 'province'
  }
}

/** The whole way at its start, as if everybody acted today. */
export function routePage(key: RouteKey, now: number, waitHours = 24): RoutePage {
  const here = key === 'province' || key === 'both'
  return {
    ...ROUTES[key],
    steps: here ? provinceSteps(now, waitHours) : otherSteps(key),
    next: here ? 'register' : 'home',
    button: here ? '开始登记' : '返回首页',
  }
}

function provinceSteps(now: number, waitHours: number): StepItem[] {
  const open = now + waitHours * 3_600_000
  const dates: [key: string, when: string][] = [
    ['join', `${day(now)}就可以`],
    ['approval', `最早 ${day(now)}`],
    ['wait', `最早到 ${day(open)}，从团支部同意算起满${waitText(waitHours)}`],
    ['request', `最早 ${day(open)}，建议 ${day(open + DAY_MS)}起`],
    ['verification', '提交后自动校核'],
    ['confirmation', ''],
  ]
  return dates.map(([key, when], index) => item(key, when, index === 0))
}

function otherSteps(key: RouteKey): StepItem[] {
  const keys: { [R in RouteKey]: string[] } = {
    province: [],
    both: [],
    nothing: [],
    beijing: ['join', 'approval', 'confirmation'],
    party: ['prepare', 'announce', 'accept', 'materials', 'receive'],
  }
  return keys[key].map((step, index) => item(step, '', index === 0))
}

function item(key: string, when: string, first: boolean): StepItem {
  const { title, who } = stepText(key)
  const actor = key === 'wait' ? '' : who
  return {
    key,
    title,
    sub: [actor, when].filter((part) => part !== '').join(' · '),
    state: first ? 'current' : 'todo',
    tone: first ? 'brand' : 'plain',
    spoken: first ? '从这里开始' : '之后',
  }
}
