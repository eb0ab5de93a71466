import { wordsOf } from './refused'

/** One thing to do, said before it is done. */
export interface Change {
  what: string
  apply(): Promise<void>
}

/** One part of a deployment: it looks at what is there, and answers what is lacking. */
export interface Stage {
  title: string
  changes(): Promise<readonly Change[]>
}

export interface Outcome {
  done: number
  /** What stopped it, and where; absent where all is as it should be. */
  stopped?: { stage: string; change?: string; why: string }
}

/**
 * Carries the stages out in their order, each change once, and says each. What is already as it should be is left
 * alone, so that a run after one that was cut off goes on where that ended.
 */
export const carryOut = async (
  stages: readonly Stage[],
  { rehearsal, say }: { rehearsal: boolean; say: (line: string) => void },
): Promise<Outcome> => {
  let done = 0
  for (const [index, stage] of stages.entries()) {
    const { title } = stage
    say(`${String(index + 1)}. ${title}`)
    let current: Change | undefined
    try {
      const lacking = await stage.changes()
      if (lacking.length === 0) say('   已经是这样，没有改动。')
      for (const change of lacking) {
        current = change
        if (!rehearsal) await change.apply()
        say(`   ${rehearsal ? '将' : '已'}${change.what}`)
        done += 1
      }
    } catch (error) {
      const change = current?.what
      return { done, stopped: { stage: title, ...(change === undefined ? {} : { change }), why: wordsOf(error) } }
    }
  }
  return { done }
}
