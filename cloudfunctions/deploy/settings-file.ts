import { renameSync, writeFileSync } from 'node:fs'
import { readSettingsFile, type Keys } from './settings'

/** Only who deploys may read it. */
const MODE = 0o600

/** Puts the keys of one environment into the settings file; the file is whole at every moment. */
export const writeKeys = (file: string, name: string, keys: Keys): void => {
  const before = readSettingsFile(file)
  const environments = { ...before.environments, [name]: { ...before.environments[name], keys } }
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...before, environments }, null, 2)}\n`, { mode: MODE })
  renameSync(`${file}.new`, file)
}
