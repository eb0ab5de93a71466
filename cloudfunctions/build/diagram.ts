import type { Action, Journey, Rule } from '../domain/procedure'
import { LEAGUE_FROM_PROVINCE, LEAGUE_INSIDE_BEIJING, PARTY } from '../domain/procedure'

/** The official words for the diagram; the glossary in domain/README.md has them all. */
const STAGES: Readonly<Record<string, string>> = {
  registered: '待审核',
  approved: '已同意',
  returned: '已退回',
  failed: '转移失败',
  transferred: '转移成功',
  withdrawn: '已撤回',
  preparing: '准备中',
  announced: '已发起转出',
  received: '已接收',
}
const ACTIONS: Partial<Record<Action, string>> = {
  approve: '同意',
  return: '退回',
  amend: '修改并重新申请',
  copy: '修改注册信息',
  request: '转入北京申请',
  confirm: '登记北京系统结果',
  withdraw: '撤回',
  announce: '发起转出',
  receive: '接收登记',
  release: '身份证号解除占用',
}
/** What leads back is drawn nowhere, nor what moves nothing: the arrows would hide the way. */
const NOT_DRAWN: readonly Action[] = ['release', 'undo', 'check', 'declare']
const FIRST = { league: 'registered', party: 'preparing' }

const transitions = (first: string, { rules }: Journey): string[] => {
  const lines = [`  [*] --> ${first}`]
  const used = new Set<string>([first])
  const arrows = new Map<string, string[]>()
  for (const [stage, actions] of Object.entries<Partial<Record<Action, Rule>>>(rules))
    for (const [action, rule] of Object.entries(actions) as [Action, Rule][])
      for (const to of rule.to) {
        if (NOT_DRAWN.includes(action) || (action === 'copy' && to === stage)) continue
        const arrow = `  ${stage} --> ${to}`
        used.add(stage).add(to)
        arrows.set(arrow, [...(arrows.get(arrow) ?? []), ACTIONS[action] ?? action])
      }
  lines.push(...[...arrows].map(([arrow, actions]) => `${arrow}: ${actions.join('、')}`))
  return [...[...used].map((stage) => `  ${stage}: ${STAGES[stage] ?? stage}`), ...lines]
}

/** The journeys as Mermaid state diagrams, drawn from the tables themselves; domain/README.md holds exactly this. */
export const diagrams = (): string =>
  (
    [
      ['A. 团组织关系，京外转入', FIRST.league, LEAGUE_FROM_PROVINCE],
      ['B. 团组织关系，京内转入', FIRST.league, LEAGUE_INSIDE_BEIJING],
      ['C. 党组织关系', FIRST.party, PARTY],
    ] as const
  )
    .map(
      ([title, first, journey]) =>
        `**${title}**\n\n\`\`\`mermaid\nstateDiagram-v2\n${transitions(first, journey as Journey).join('\n')}\n\`\`\``,
    )
    .join('\n\n')
