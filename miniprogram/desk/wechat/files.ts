/** Files of this phone: chosen from a chat, read, written, fetched, opened, sent on. Only the desk has to do with any. */
import { onPhone, refusalOf } from '../../wechat/refusal'
import { NOT_OPENED, NOT_OPENED_ON_PC, NOT_SENT } from '../texts/export'
import { NONE_CHOSEN, NOT_CHOSEN, NOT_HERE } from '../texts/roster'

/** Where a file lies on this phone, and what it is called. */
export interface LocalFile {
  path: string
  name: string
}

const SPREADSHEETS = ['xlsx', 'xls', 'csv', 'ods', 'xlsm', 'et', 'txt']

/** Lets the person choose a spreadsheet from a chat; a sentence where none was chosen. */
export async function chooseSpreadsheet(): Promise<WechatMiniprogram.ChooseFile | string> {
  try {
    const { tempFiles } = await wx.chooseMessageFile({ count: 1, type: 'file', extension: SPREADSHEETS })
    return tempFiles[0] ?? NONE_CHOSEN
  } catch (error) {
    return NOT_CHOSEN[refusalOf(error)] ?? (onPhone() ? NOT_HERE.phone : NOT_HERE.computer)
  }
}

/** A file as base64; null where it cannot be read. */
export function readFile(filePath: string): Promise<string | null> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: ({ data: content }) => {
        resolve(typeof content === 'string' ? content : null)
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}

/** Writes a file into the mini-program's own folder; null where the phone refuses. */
export function keepFile(name: string, base64: string): Promise<LocalFile | null> {
  const path = `${wx.env.USER_DATA_PATH}/${name}`
  return new Promise((resolve) => {
    wx.getFileSystemManager().writeFile({
      filePath: path,
      data: base64,
      encoding: 'base64',
      success: () => {
        resolve({ path, name })
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}

/** Fetches a file into the mini-program's own folder; null where it does not come. */
export function fetchFile(name: string, url: string): Promise<LocalFile | null> {
  const file = { path: `${wx.env.USER_DATA_PATH}/${name}`, name }
  return new Promise((resolve) => {
    wx.downloadFile({
      url,
      filePath: file.path,
      success: ({ statusCode }) => {
        if (statusCode === 200) {
          resolve(file)
          return
        }
        // What was refused lies there as well.
        dropFile(file)
        resolve(null)
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}

/** Takes the file away again: it holds people's data. */
export function dropFile({ path }: LocalFile): void {
  wx.getFileSystemManager().unlink({ filePath: path })
}

/** Opens a spreadsheet in WeChat; a sentence where it does not open, empty where it does. */
export async function openFile({ path }: LocalFile): Promise<string> {
  try {
    await wx.openDocument({ filePath: path, fileType: 'xlsx', showMenu: true })
    return ''
  } catch {
    return onPhone() ? NOT_OPENED : NOT_OPENED_ON_PC
  }
}

/** Sends a file to a chat that the person chooses; a sentence where it was not sent, empty where it was. */
export async function sendFile({ path, name }: LocalFile): Promise<string> {
  try {
    await wx.shareFileMessage({ filePath: path, fileName: name })
    return ''
  } catch (error) {
    return NOT_SENT[refusalOf(error)]
  }
}
