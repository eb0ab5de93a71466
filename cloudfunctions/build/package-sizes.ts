import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import { filesOf, pagesOf } from './pack-npm'

/** Scripts are uploaded without types and comments, made small. */
const uploadedSize = (file: string): number => {
  if (!/\.(?:ts|js)$/u.test(file)) return statSync(file).size
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', minify: true, charset: 'utf8' })
  return Buffer.byteLength(code)
}

/** Bytes of each package of the mini-program as it is uploaded, npm packages included; the main one is named ``. */
export const packageSizes = (miniprogram: string, modules: string): ReadonlyMap<string, number> => {
  const { main, subpackages } = pagesOf(miniprogram)
  const roots = Object.keys(subpackages)
  const sizes = new Map(['', ...roots].map((name) => [name, 0]))
  for (const file of filesOf(miniprogram, modules, [...main, ...Object.values(subpackages).flat()])) {
    const owner = roots.find((root) => file.startsWith(path.join(miniprogram, root) + path.sep)) ?? ''
    sizes.set(owner, (sizes.get(owner) ?? 0) + uploadedSize(file))
  }
  return sizes
}
