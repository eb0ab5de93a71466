import Database from 'libsql'
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLocalCloud } from '../../preview/cloud/local-cloud'
import { temporaryFolder } from './bundles'

const open = (dataDir: string) => openLocalCloud({ dataDir, port: 0, indexes: { things: [] } })

/** A folder with a hundred documents in it, closed. */
async function written(): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder()
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

  it('begins anew where the very first start was cut short', async () => {
    const folder = await temporaryFolder()
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
