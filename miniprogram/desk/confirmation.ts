/** What failed or is refused, as in app.wxss: WeChat's own windows know no style sheet. */
const BAD = { light: '#b3261e', dark: '#f28b82' }

/** Asks, in a window of WeChat's own, before something is taken away; its button is red in either theme. */
export async function confirmed(question: { title: string; content: string; confirmText: string }): Promise<boolean> {
  const { theme = 'light' } = wx.getAppBaseInfo()
  const { confirm } = await wx.showModal({ ...question, confirmColor: BAD[theme] })
  return confirm
}
