/** What the preview does otherwise than WeChat, for those who rely on it. */
export const differences: readonly string[] = [
  '页面和逻辑在同一个线程里：setData 立即生效，快慢与真机无关。',
  '图标用本地图形绘制，文字用思源黑体（以 PingFang SC 之名），字形和宽度与手机略有出入。',
  '没有 swiper、原生 picker、slider、canvas、地图、视频、相机和 tabBar；rich-text 只认 HTML 字符串。',
  '动画接口（createAnimation、animate）不动；过渡只看样式表里写的。',
  '浏览器的后退键不返回上一页，请用左上角的返回；导航栏没有胶囊按钮，「⋯」里可以转发。',
  '下拉刷新可以拖动，也可以点导航栏上的刷新。',
  '打电话、日历、转发、打开文件只在弹窗里示意；云函数由本机运行。',
  '订阅消息由本机的微信替身收发：允许一次能发一条，发出的列在这里；没有“总是保持以上选择”，也没有聊天里的卡片。',
  '「大字号」把全部文字放大 1.3 倍，用来检查版面；微信里由系统和小程序自己决定。',
  '宽屏模仿微信 PC 版窗口：从 900 px 起 1rpx 固定为 0.52 px。',
  '不检查包的大小、隐私声明、接口权限和下载的合法域名；微信或本人拒绝时怎样，用上面的「微信拒绝」试；WXML 和 WXSS 是否为微信所接受，由测试里微信自己的编译器判断。',
  '桌面版 Safari 和 Firefox 里鼠标只能点按，不能拖动选择器。',
]
