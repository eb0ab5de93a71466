import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Started {
  child: ChildProcess
  /** The address it printed; empty when it ended without one. */
  url: string
  /** Everything it wrote to its error output, so far. */
  errors: () => string
  exit: Promise<number | null>
}

/** Starts a script as `npm start` does and waits for the address it prints, or for its end. */
export async function startProcess(script: URL, env: Record<string, string>): Promise<Started> {
  const file = fileURLToPath(script)
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const url = await new Promise<string>((resolve) => {
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    void exit.then(() => {
      resolve('')
    })
  })
  return { child, url, errors: () => errors, exit }
}

export async function kill({ child, exit }: Started): Promise<void> {
  child.kill('SIGKILL')
  await exit
}
