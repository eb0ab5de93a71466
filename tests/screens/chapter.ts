import type { Shot } from './camera'
import type { Story } from './story'

/** Pictures that share one story: what happened is told once, then each picture is taken. */
export interface Chapter {
  readonly title: string
  readonly names: readonly string[]
  /** Tells the story on an empty cloud and answers the shots by name. */
  readonly tell: (story: Story) => Promise<(name: string) => Shot>
}

/** A chapter of the gallery: `happened` is told first, `shots` say by name where each picture is taken. */
export function chapter<H>(
  title: string,
  happened: (story: Story) => Promise<H>,
  shots: Readonly<Record<string, (happened: H) => Shot>>,
): Chapter {
  return {
    title,
    names: Object.keys(shots),
    tell: async (story) => {
      const told = await happened(story)
      await story.now()
      return (name) => {
        const shot = shots[name]
        if (shot === undefined) throw new Error(`no picture of this name: ${name}`)
        return shot(told)
      }
    },
  }
}
