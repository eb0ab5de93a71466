import { openid } from '../phone'
import { api, WxFailure } from './api'

/** Every person has a storage of their own, as every phone has. */
const prefix = `mini-program:${openid}:`

const get = (key: string): unknown => {
  const text = localStorage.getItem(prefix + key)
  return text === null ? '' : (JSON.parse(text) as unknown)
}
const set = (key: string, value: unknown): void => {
  localStorage.setItem(prefix + key, JSON.stringify(value))
}
const remove = (key: string): void => {
  localStorage.removeItem(prefix + key)
}
const keys = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
const clear = (): void => {
  keys().forEach(remove)
}
const description = (): object => ({ keys: keys(), currentSize: 0, limitSize: 10240 })

export const storage = {
  getStorageSync: get,
  setStorageSync: set,
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: description,
  getStorage: api('getStorage', ({ key }: { key: string }) => {
    if (!keys().includes(key)) throw new WxFailure('data not found')
    return { data: get(key) }
  }),
  setStorage: api('setStorage', ({ key, data }: { key: string; data: unknown }) => {
    set(key, data)
  }),
  removeStorage: api('removeStorage', ({ key }: { key: string }) => {
    remove(key)
  }),
  clearStorage: api('clearStorage', clear),
  getStorageInfo: api('getStorageInfo', description),
}
