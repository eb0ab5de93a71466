import { writeFileSync, renameSync } from 'node:fs'
import { FUNCTION_NAMES } from '../build/functions'
import { orderLocal } from './local-console'
import { managementOf } from './management'
import { writeKeys } from './settings-file'
import { localKeysFile, settingsFile, type Keys, type Settings } from './settings'

/** Where the keys of an environment lie, and how its functions come to have them. */
export interface KeyHolder {
  /** On this desk; whole at every moment. */
  keep(keys: Keys): void
  /** Gives them to every function that has keys of that name, and waits until they have them. */
  give(keys: Keys): Promise<void>
}

const cloudHolder = (settings: Settings, env: NodeJS.ProcessEnv): KeyHolder => ({
  keep: (keys) => {
    writeKeys(settingsFile(env), settings.name, keys)
  },
  give: async (keys) => {
    const management = managementOf(settings)
    for (const name of FUNCTION_NAMES) {
      const state = await management.functionState(name)
      if (state === undefined) continue
      const changed = Object.entries(keys).filter(
        ([key, value]) => state.environment[key] !== undefined && state.environment[key] !== value,
      )
      if (changed.length === 0) continue
      const environment = { ...state.environment, ...Object.fromEntries(changed) }
      await management.updateSettings(name, { ...state, environment })
    }
  },
})

const localHolder = (local: string, file: string): KeyHolder => ({
  keep: (keys) => {
    writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  },
  // The local cloud reads the file itself.
  give: () => orderLocal(local, { keys: 'again' }),
})

export const keyHolderOf = (settings: Settings, env: NodeJS.ProcessEnv): KeyHolder =>
  settings.local === undefined ? cloudHolder(settings, env) : localHolder(settings.local, localKeysFile(env))
