import Database from 'libsql'
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspect } from '../../preview/cloud/inspection'
import { openLocalCloud } from '../../preview/cloud/local-cloud'
import { temporaryFolder } from '../support/temporary'

const open = (dataDir: string) => openLocalCloud({ dataDir, port: 0, indexes: { things: [] } })

/** A folder with a hundred documents in it, closed. */
async function written(): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder()
  const cloud = await open(folder)
  cloud.store.insert(
    null,
    cloud.store.collection('things'),
    Array.from({ length: 100 }, (_, i) => ({ _id: `t${String(i)}`, text: `text ${'x'.repeat(i * 20)}` })),
  )
  await cloud.close()
  return { folder, file: join(folder, 'data.db') }
}

async function expectRefused(folder: string, file: string, message: RegExp): Promise<void> {
  const before = await readFile(file)
  await expect(open(folder)).rejects.toThrow(message)
  expect((await readFile(file)).equals(before)).toBe(true)
}

describe('the data folder', () => {
  it('gives back what was written', async () => {
    const { folder } = await written()
    const cloud = await open(folder)
    expect(cloud.store.collection('things').versions.size).toBe(100)
    await cloud.close()
  })

  it('is refused, and left as it is, when the file is not a database', async () => {
    const { folder, file } = await written()
    await writeFile(file, 'not a database, '.repeat(1_000))
    await expectRefused(folder, file, /已损坏/)
  })

  it('is refused, and left as it is, when a page is overwritten', async () => {
    const { folder, file } = await written()
    const bytes = await readFile(file)
    bytes.fill(0xa5, 12_288, 16_384)
    await writeFile(file, bytes)
    await expectRefused(folder, file, /已损坏/)
  })

  it('is refused, and left as it is, when a single letter of a document is another', async () => {
    const { folder, file } = await written()
    const bytes = await readFile(file)
    const at = bytes.indexOf('text xxx')
    bytes.write('y', at + 6)
    await writeFile(file, bytes)
    await expectRefused(folder, file, /已损坏/)
  })

  it('is refused, and left as it is, when the file was cut off or emptied', async () => {
    const { folder, file } = await written()
    await truncate(file, (await stat(file)).size - 4_096 * 3)
    await expectRefused(folder, file, /已损坏/)
    await truncate(file, 0)
    await expectRefused(folder, file, /已损坏/)
  })

  it.each([
    ['a newer version', 1_000, /更新的版本/],
    ['an earlier version, whose documents functions of today cannot read,', 1, /较早的版本/],
  ])('is refused, and left as it is, when %s wrote it', async (_version, format, sentence) => {
    const { folder, file } = await written()
    const database = new Database(file)
    database.exec(`PRAGMA user_version = ${String(format)}; PRAGMA wal_checkpoint(TRUNCATE)`)
    database.close()
    await expectRefused(folder, file, sentence)
  })

  it('is refused when it is a database of something else', async () => {
    const { folder, file } = await written()
    await rm(file)
    const database = new Database(file)
    database.exec('CREATE TABLE notes (text TEXT)')
    database.close()
    await expectRefused(folder, file, /不是本程序写的/)
  })

  it('is refused while its documents have lost their keys', async () => {
    const { folder, file } = await written()
    await rm(join(folder, 'keys.json'))
    await expectRefused(folder, file, /密钥/)
    await writeFile(join(folder, 'keys.json'), '{ half')
    await expectRefused(folder, file, /密钥/)
  })

  it('is refused, and left as it is, with the keys of another folder, with none in the file, or with one kind missing', async () => {
    const { folder, file } = await written()
    const other = await written()
    const keyFile = join(folder, 'keys.json')
    const own = await readFile(keyFile, 'utf8')
    const { SIGN_KEYS: _sign, ...less } = JSON.parse(own) as Record<string, string>
    const odd = [await readFile(join(other.folder, 'keys.json'), 'utf8'), '{}', '[]', JSON.stringify(less)]
    for (const keys of [...odd, own.replace('k1:', 'k1'), own.replace('=', '')]) {
      await writeFile(keyFile, keys)
      await expectRefused(folder, file, /^开发密钥 [^\n]*$/)
      expect(await readFile(keyFile, 'utf8')).toBe(keys)
    }
    await writeFile(keyFile, own)
    await (await open(folder)).close()
  })

  it('takes keys that are being exchanged, as long as one of each kind is known', async () => {
    const { folder, file } = await written()
    const keyFile = join(folder, 'keys.json')
    const own = JSON.parse(await readFile(keyFile, 'utf8')) as Record<string, string>
    const other = JSON.parse(await readFile(join((await written()).folder, 'keys.json'), 'utf8')) as Record<
      string,
      string
    >
    const fresh = (name: string) => (other[name] ?? '').replace('k1:', 'k2:')
    const write = (keys: (name: string) => string) =>
      writeFile(keyFile, JSON.stringify(Object.fromEntries(Object.keys(own).map((name) => [name, keys(name)]))))
    await write(fresh)
    await expectRefused(folder, file, /开发密钥/)
    await write((name) => `${fresh(name)},${own[name] ?? ''}`)
    await (await open(folder)).close()
    await write(fresh)
    await (await open(folder)).close()
  })

  it('is refused, and left as it is, whichever byte of the file’s head is another', async () => {
    const { file } = await written()
    const bytes = await readFile(file)
    // The schema's cookie and the library's version say nothing of the documents.
    const free = new Set([40, 41, 42, 43, 97, 98, 99])
    for (let at = 0; at < 100; at++) {
      if (free.has(at)) continue
      const changed = Buffer.from(bytes)
      changed.writeUInt8((bytes[at] ?? 0) ^ 0x11, at)
      await writeFile(file, changed)
      expect(() => inspect(file), `byte ${String(at)}`).toThrow(/已损坏|版本写成/)
      expect((await readFile(file)).equals(changed)).toBe(true)
    }
    await writeFile(file, bytes)
    expect(inspect(file).rows.length).toBeGreaterThan(0)
  })

  it('begins anew where the very first start was cut short', async () => {
    const folder = temporaryFolder()
    await writeFile(join(folder, 'data.db'), '')
    const cloud = await open(folder)
    expect(cloud.store.collection('things').versions.size).toBe(0)
    await cloud.close()
  })

  it('keeps its keys to the owner, and the same over a restart', async () => {
    const { folder } = await written()
    const file = join(folder, 'keys.json')
    const before = await readFile(file, 'utf8')
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    await (await open(folder)).close()
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it('belongs to one at a time', async () => {
    const { folder } = await written()
    const cloud = await open(folder)
    await expect(open(folder)).rejects.toThrow(/另一个进程/)
    await cloud.close()
    await (await open(folder)).close()
  })
})
