import { onPhone, refusalOf, type Refusal } from '../../wechat/refusal'

const SPREADSHEETS = ['xlsx', 'xls', 'csv', 'ods', 'xlsm', 'et', 'txt']

const NOT_CHOSEN: { [R in Refusal]?: string } = {
  cancelled: '没有选择文件。也可以改用“粘贴表格内容”。',
  declined: '你没有同意微信的隐私保护指引，不能选择文件。可以再选一次并同意，或改用“粘贴表格内容”。',
}

/** Lets the person choose a spreadsheet from a chat; a sentence where none was chosen. */
export async function chooseSpreadsheet(): Promise<WechatMiniprogram.ChooseFile | string> {
  try {
    const { tempFiles } = await wx.chooseMessageFile({ count: 1, type: 'file', extension: SPREADSHEETS })
    return tempFiles[0] ?? '没有选择文件。'
  } catch (error) {
    return NOT_CHOSEN[refusalOf(error)] ?? notHere()
  }
}

function notHere(): string {
  return onPhone()
    ? '微信没有让本小程序选择文件。请改用“粘贴表格内容”。'
    : '电脑上请用“粘贴表格内容”：在表格软件中复制，到这里粘贴。'
}
