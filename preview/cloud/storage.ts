import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { notEmulated } from './failures'
import { isRecord, readBytes, sendJson } from './http'

const mostFileBytes = 64 * 1024 * 1024
const usualSeconds = 600
const bucket = 'cloud://local-env.local-storage/'
/** What files are called in the folder: nothing of a path that was asked for. */
const fileName = /^[0-9a-f]{64}$/

/**
 * The environment's storage, closed to clients as the deployment's is: files lie in a folder, are written by an
 * authorisation and read by an address, each signed for a short time by this process.
 */
export class Storage {
  readonly #key = randomBytes(32)

  constructor(
    private readonly folder: string,
    /** Where the local cloud answers. */
    private readonly url: string,
    private readonly now: () => number,
  ) {}

  /** What the SDK asks of the storage at the environment's endpoint. */
  handle(params: Record<string, unknown>): object {
    switch (params['action']) {
      case 'storage.getUploadMetadata':
        return { data: this.#uploadOf(text(params['path'])) }
      case 'storage.batchGetDownloadUrl':
        return { data: { download_list: records(params['file_list']).map((file) => this.#addressOf(file)) } }
      case 'storage.batchDeleteFile':
        return { data: { delete_list: list(params['fileid_list']).map((id) => this.#remove(text(id))) } }
      default:
        return notEmulated(text(params['action']))
    }
  }

  /** A file that is sent or asked for by what was signed before. */
  async serve(name: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') await this.#take(name, request, response)
    else if (request.method === 'GET') await this.#give(name, url, response)
    else sendJson(response, 404, { error: 'not found' })
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #uploadOf(path: string): object {
    const fileId = bucket + path
    const name = nameOf(fileId)
    return {
      url: `${this.url}/storage/${name}`,
      token: 'local-no-token',
      authorization: this.#signed('put', name, usualSeconds),
      fileId,
      cosFileId: name,
    }
  }

  #addressOf({ fileid, max_age: maxAge }: Record<string, unknown>): object {
    const fileID = text(fileid)
    const name = nameOf(fileID)
    if (!existsSync(join(this.folder, name))) return { code: 'STORAGE_FILE_NONEXIST', fileID, tempFileURL: '' }
    const sign = this.#signed('get', name, typeof maxAge === 'number' ? maxAge : usualSeconds)
    return { code: 'SUCCESS', fileID, tempFileURL: `${this.url}/storage/${name}?sign=${sign}` }
  }

  #remove(fileID: string): object {
    const file = join(this.folder, nameOf(fileID))
    if (!existsSync(file)) return { code: 'STORAGE_FILE_NONEXIST', fileID }
    rmSync(file)
    return { code: 'SUCCESS', fileID }
  }

  async #take(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await readBytes(request, mostFileBytes)
    if (!this.#holds('put', name, request.headers.authorization ?? '')) refuse(response, 403, 'AccessDenied')
    else if (file === null) refuse(response, 400, 'EntityTooLarge')
    else {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      const path = join(this.folder, name)
      writeFileSync(`${path}.new`, file, { mode: 0o600 })
      renameSync(`${path}.new`, path)
      response.writeHead(200, { 'content-length': 0 }).end()
    }
  }

  async #give(name: string, url: URL, response: ServerResponse): Promise<void> {
    if (!this.#holds('get', name, url.searchParams.get('sign') ?? '')) {
      refuse(response, 403, 'AccessDenied')
      return
    }
    const path = join(this.folder, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) {
      refuse(response, 404, 'NoSuchKey')
      return
    }
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-length': size,
      'cache-control': 'no-store',
      // The pages may have been opened under this machine's other name.
      'access-control-allow-origin': '*',
    })
    await pipeline(createReadStream(path), response)
  }

  /** Until when something may be done with a file, and the proof that it was said here. */
  #signed(entry: 'put' | 'get', name: string, seconds: number): string {
    const until = String(this.now() + seconds * 1000)
    return `${until}.${this.#proof(entry, name, until)}`
  }

  #proof(entry: 'put' | 'get', name: string, until: string): string {
    return createHmac('sha256', this.#key).update(`${entry}\n${name}\n${until}`).digest('hex')
  }

  #holds(entry: 'put' | 'get', name: string, signed: string): boolean {
    const [until = '', proof = ''] = signed.split('.')
    const right = Buffer.from(this.#proof(entry, name, until))
    const given = Buffer.from(proof)
    const proven = given.byteLength === right.byteLength && timingSafeEqual(given, right)
    return fileName.test(name) && proven && this.now() < Number(until)
  }
}

const nameOf = (fileId: string): string => createHash('sha256').update(fileId).digest('hex')
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const records = (value: unknown) => list(value).filter(isRecord)

/** A refusal as the object storage words it. */
function refuse(response: ServerResponse, status: number, code: string): void {
  const parts = [
    `<Code>${code}</Code>`,
    '<Message>refused</Message>',
    '<RequestId>local</RequestId>',
    '<TraceId></TraceId>',
  ]
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version='1.0' encoding='utf-8' ?>\n<Error>${parts.join('')}</Error>`)
}
