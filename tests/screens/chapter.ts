import { pageOf, type Shot } from './camera'
import type { Story } from './story'

/** Pictures that share one story: what happened is told once, then each picture is taken. */
export interface Chapter {
  readonly title: string
  readonly names: readonly string[]
  /** The pages of app.json that its pictures show. */
  readonly pages: () => string[]
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
    pages: () => Object.values(shots).map((shot) => pageOf(shot(ANYTHING as H))),
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

/** Stands in for whatever happened: which page a picture shows is known without telling the story. */
const ANYTHING: unknown = new Proxy(() => undefined, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => 'anything' : ANYTHING),
})
