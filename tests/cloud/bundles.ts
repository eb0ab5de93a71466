import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folders: string[] = []
// Here, where a file of tests is read: a hook that a running test asks for never runs.
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** A folder for one file of tests that goes when they are done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cloud-test-'))
  folders.push(folder)
  return folder
}

/** Writes functions as the build would: one CommonJS file each. */
export async function writeBundles(folder: string, sources: Record<string, string>): Promise<string> {
  for (const [name, source] of Object.entries(sources)) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'package.json'), '{ "type": "commonjs" }')
    await writeFile(join(folder, name, 'index.js'), source)
  }
  return folder
}

/** Calls a function as a client would, over HTTP. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
}
