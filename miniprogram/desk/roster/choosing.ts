import { onPhone, refusalOf } from '../../wechat/refusal'
import { NONE_CHOSEN, NOT_CHOSEN, NOT_HERE } from '../texts/roster'

const SPREADSHEETS = ['xlsx', 'xls', 'csv', 'ods', 'xlsm', 'et', 'txt']

/** Lets the person choose a spreadsheet from a chat; a sentence where none was chosen. */
export async function chooseSpreadsheet(): Promise<WechatMiniprogram.ChooseFile | string> {
  try {
    const { tempFiles } = await wx.chooseMessageFile({ count: 1, type: 'file', extension: SPREADSHEETS })
    return tempFiles[0] ?? NONE_CHOSEN
  } catch (error) {
    return NOT_CHOSEN[refusalOf(error)] ?? notHere()
  }
}

function notHere(): string {
  return onPhone() ? NOT_HERE.phone : NOT_HERE.computer
}
