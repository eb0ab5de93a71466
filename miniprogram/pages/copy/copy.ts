import { textToCopy } from '../../wechat/clipboard'

/** What WeChat did not copy, to be copied by hand. */
Page({
  data: { text: '', why: '' },
  onLoad() {
    this.setData({ ...textToCopy() })
  },
})
