/** An interface of WeChat's that touches private data, as it is declared on the platform. */
export interface Declared {
  /** The `wx` function. */
  api: string
  /** What the platform's form calls it. */
  name: string
  /** What it is for, as the form asks. */
  purpose: string
}

/** The one list: the privacy page shows it, the form of the platform is filled in from it, a test holds the code to it. */
export const DECLARATION: readonly Declared[] = [
  {
    api: 'setClipboardData',
    name: '剪切板',
    purpose: '点“复制”时，把要发给原组织的文字、组织全称或编号写入剪切板；从不读取剪切板',
  },
  {
    api: 'addPhoneCalendar',
    name: '日历（仅写入）',
    purpose: '点“加入日历”时，把可以办理的时间写入手机日历；从不读取日历',
  },
  {
    api: 'chooseMessageFile',
    name: '选中的文件',
    purpose: '团支部、党支部工作人员导入新生名单时，读取本人选中的表格',
  },
]
