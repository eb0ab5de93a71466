import { afterAll } from 'vitest'
import { dropFolders } from './temporary'

// Runs before each file of tests, also where files share what they import.
afterAll(dropFolders)
