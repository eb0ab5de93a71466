import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Environment } from '../../miniprogram/environment'

/** What a deployment says about its pages. */
export interface PagesOf {
  environment: Environment
  appid: string
}

/** WeChat's name for the environment, and what every page has to say: an upload lacks neither. */
function lacking({ environment: { env, university, body }, appid }: PagesOf): string[] {
  const given = { env, university, body, appid: appid === 'touristappid' ? '' : appid }
  return Object.entries(given).flatMap(([name, value]) => (value.trim() === '' ? [name] : []))
}

/** The module that takes the place of `miniprogram/environment.ts`. */
function environmentModule(environment: Environment): string {
  return `export const ENVIRONMENT = ${JSON.stringify(environment, null, 2)}\n`
}

/**
 * Lays the project as it is uploaded or opened in DevTools into `target`: the pages with their npm packages, bound to
 * one environment and one appid. Refuses where either is not named: without it every call of every page would fail.
 */
export async function layPages(project: string, target: string, pages: PagesOf): Promise<void> {
  const missing = lacking(pages)
  if (missing.length > 0) throw new Error(`the pages need ${missing.join(', ')}`)
  const miniprogram = path.join(target, 'miniprogram')
  await rm(miniprogram, { recursive: true, force: true })
  await cp(path.join(project, 'miniprogram'), miniprogram, { recursive: true })
  await writeFile(path.join(miniprogram, 'environment.ts'), environmentModule(pages.environment))
  const config = JSON.parse(await readFile(path.join(project, 'project.config.json'), 'utf8')) as object
  const bound = { ...config, appid: pages.appid, cloudfunctionRoot: undefined }
  await writeFile(path.join(target, 'project.config.json'), `${JSON.stringify(bound, null, 2)}\n`)
}
