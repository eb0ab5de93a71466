import type { Chapter } from './chapter'
import { home } from './chapters/home'

/** Every page in every state, by name. */
export const gallery: readonly Chapter[] = [home]
