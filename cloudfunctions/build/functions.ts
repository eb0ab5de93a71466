/** The deployed functions: each is a folder of `cloudfunctions/` with an `index.ts` that exports `main`. */
export const FUNCTIONS = ['member', 'secretary'] as const
