import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

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
