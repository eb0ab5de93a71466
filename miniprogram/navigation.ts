/** Back to the page before; where a page was opened from outside and there is none, to `otherwise`. */
export function goBack(otherwise: string): void {
  if (getCurrentPages().length > 1) void wx.navigateBack()
  else void wx.reLaunch({ url: otherwise })
}
