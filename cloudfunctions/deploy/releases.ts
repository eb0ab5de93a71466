import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { SCHEMA } from '../app/store/records'
import { FUNCTION_NAMES } from '../build/functions'
import { settingsFile } from './settings'
import { digestOf } from './wanted'

const KEPT = 5
const About = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** The newest form of records that it reads. */
  schema: v.number(),
  digests: v.record(v.string(), v.string()),
})

/** Functions as they were once deployed. */
export interface Release extends v.InferOutput<typeof About> {
  /** Where they lie as they were built. */
  built: string
}

/** Where the releases of an environment lie: in `releases/` beside the settings file, which git does not take either. */
export const releasesFolder = (env: NodeJS.ProcessEnv, environment: string): string =>
  path.join(path.dirname(settingsFile(env)), 'releases', environment)

/** Those that are kept, the newest first. */
export const releasesIn = (folder: string): Release[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(path.join(folder, name, 'release.json')))
        .map((name) => ({
          ...v.parse(About, JSON.parse(readFileSync(path.join(folder, name, 'release.json'), 'utf8'))),
          built: path.join(folder, name, 'functions'),
        }))
        .sort((a, b) => (a.at < b.at ? 1 : -1))
    : []

export const digestsOf = (built: string): Record<string, string> =>
  Object.fromEntries(FUNCTION_NAMES.map((name) => [name, digestOf(path.join(built, name))]))

const same = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  FUNCTION_NAMES.every((name) => a[name] === b[name])

/** Keeps what has just been deployed, and of those before the last few. */
export const keepRelease = (folder: string, built: string, now: number, schema: number = SCHEMA): void => {
  const digests = digestsOf(built)
  if (releasesIn(folder).some((one) => same(one.digests, digests))) return
  const at = new Date(now).toISOString()
  const release = path.join(folder, at.replaceAll(/[:.]/gu, ''))
  mkdirSync(release, { recursive: true })
  for (const name of FUNCTION_NAMES)
    cpSync(path.join(built, name), path.join(release, 'functions', name), { recursive: true })
  // Last of all: a release that was not kept to the end is none.
  writeFileSync(path.join(release, 'release.json'), `${JSON.stringify({ at, schema, digests }, null, 2)}\n`)
  for (const { built: old } of releasesIn(folder).slice(KEPT)) rmSync(path.dirname(old), { recursive: true })
}

/** The release before the one that runs; undefined where none is kept, or what runs is none of those that are. */
export const releaseBefore = (
  releases: readonly Release[],
  running: Readonly<Record<string, string>>,
): Release | undefined => {
  const at = releases.findIndex(({ digests }) => same(digests, running))
  return at === -1 ? undefined : releases[at + 1]
}
