import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandFile } from '../support/build-commands'

const project = fileURLToPath(new URL('../..', import.meta.url))

const HURRY = new URL('stand-in/hurry.mjs', import.meta.url).href

export interface Ended {
  status: number | null
  /** Everything that it wrote. */
  text: string
}

/** A desk from which one deploys: a settings file of its own, and nothing of this machine's environment. */
export interface Desk {
  folder: string
  settings: string
  /** Puts a settings file there. */
  write(settings: object): void
  read(): unknown
  /** Runs a command of `cloudfunctions/deploy` in a process of its own. */
  run(command: string, line: readonly string[], env?: Record<string, string>): Promise<Ended>
  close(): void
}

/** Opens a desk; `authority` is trusted by its commands beside the usual ones, and they go out by `proxy`. */
export function openDesk(outside?: { url: string; authority: string }): Desk {
  const folder = mkdtempSync(path.join(tmpdir(), 'deploy-'))
  const settings = path.join(folder, 'deploy.local.json')
  const authority = path.join(folder, 'authority.pem')
  if (outside !== undefined) writeFileSync(authority, outside.authority)
  return {
    folder,
    settings,
    write: (given) => {
      writeFileSync(settings, JSON.stringify(given))
    },
    read: () => JSON.parse(readFileSync(settings, 'utf8')) as unknown,
    run: (command, line, env = {}) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, ['--import', HURRY, commandFile(command), ...line], {
          cwd: project,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: process.env['PATH'] ?? '',
            TMPDIR: folder,
            DEPLOY_FILE: settings,
            ...(outside === undefined ? {} : { HTTPS_PROXY: outside.url, NODE_EXTRA_CA_CERTS: authority }),
            ...env,
          },
        })
        let text = ''
        const take = (part: Buffer) => (text += part.toString())
        child.stdout.on('data', take)
        child.stderr.on('data', take)
        child.on('close', (status) => {
          resolve({ status, text })
        })
      }),
    close: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
