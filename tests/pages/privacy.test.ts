import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { filesOf, pagesOf } from '../../cloudfunctions/build/pack-npm'
import { DECLARATION } from '../../miniprogram/texts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const MINI_PROGRAM = path.join(PROJECT, 'miniprogram')

/**
 * Interfaces that the platform disables where they are not declared: developers.weixin.qq.com, 小程序隐私协议开发指南
 * (PrivacyAuthorize), with the clipboard, which its faults name.
 */
const INTERFACES = `
  getUserInfo getUserProfile getPhoneNumber getRealtimePhoneNumber
  getLocation getFuzzyLocation startLocationUpdate startLocationUpdateBackground onLocationChange
  chooseLocation choosePoi chooseAddress chooseInvoiceTitle chooseInvoice chooseLicensePlate getWeRunData
  chooseImage chooseMedia chooseVideo chooseMessageFile saveImageToPhotosAlbum saveVideoToPhotosAlbum
  startRecord getRecorderManager joinVoIPChat createCameraContext createVKSession createLivePusherContext
  openBluetoothAdapter createBLEPeripheralServer chooseContact addPhoneContact
  addPhoneCalendar addPhoneRepeatCalendar setClipboardData getClipboardData
  startAccelerometer onAccelerometerChange startCompass onCompassChange startGyroscope onGyroscopeChange
  startDeviceMotionListening onDeviceMotionChange`
  .trim()
  .split(/\s+/u)
/** And what a template asks for with a tag or an attribute. */
const TEMPLATE =
  /open-type="(?:getPhoneNumber|getRealtimePhoneNumber|getUserInfo|chooseAvatar)"|type="nickname"|<(?:camera|live-pusher|voip-room)\b/u

const packed = (): string[] => {
  const { main, subpackages } = pagesOf(MINI_PROGRAM)
  const entries = [...main, ...Object.values(subpackages).flat()]
  return [...filesOf(MINI_PROGRAM, path.join(PROJECT, 'node_modules'), entries)]
}
const used = (source: string): string[] =>
  INTERFACES.filter((api) => new RegExp(`\\bwx\\s*(?:\\.|\\[['"])${api}\\b`, 'u').test(source))

describe('What the platform calls private', () => {
  it('is declared interface by interface, no more and no less than the pages and their packages use', () => {
    const scripts = packed().filter((file) => /\.(?:ts|js)$/u.test(file))
    const found = new Set(scripts.flatMap((file) => used(readFileSync(file, 'utf8'))))
    expect([...found].sort()).toEqual(DECLARATION.map(({ api }) => api).sort())
  })

  it('is asked for by no template of ours', () => {
    const asking = packed().filter(
      (file) => file.startsWith(MINI_PROGRAM) && file.endsWith('.wxml') && TEMPLATE.test(readFileSync(file, 'utf8')),
    )
    expect(asking).toEqual([])
  })

  it('is seen where it is used', () => {
    expect(used('await wx.chooseImage({})')).toEqual(['chooseImage'])
    expect(used("wx['getLocation']()")).toEqual(['getLocation'])
    expect(used('wx.showToast({})')).toEqual([])
    expect(TEMPLATE.test('<button open-type="getPhoneNumber">')).toBe(true)
  })

  it('stands in the guide with name and purpose, ready to be pasted', () => {
    const guides = ['README.md', 'cloudfunctions/README.md'].map((file) => path.join(PROJECT, file)).filter(existsSync)
    const text = guides.map((file) => readFileSync(file, 'utf8')).join('\n')
    for (const { api, name, purpose } of DECLARATION) expect(text).toContain(`| \`${api}\` | ${name} | ${purpose} |`)
  })
})
