import type { Boot } from './manifest'

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)

/** Asks once a second whether another build is there. Apart from the bundle, so that it works when that one is broken. */
const WATCH = `
const shown = JSON.parse(document.getElementById('preview-boot').textContent).version
setInterval(async () => {
  const answer = await fetch('/preview/version').catch(() => undefined)
  if (answer?.ok && (await answer.text()) !== shown) location.reload()
}, 1000)`

function faultList(boot: Boot): string {
  if (boot.faults.length === 0) return ''
  const items = boot.faults.map(({ file, line, column, message }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':')
    return `<p><code>${escapeHtml(place)}</code>${escapeHtml(message)}</p>`
  })
  return `<section id="faults" role="alert"><h2>源码有 ${String(items.length)} 处错误</h2>${items.join('')}</section>`
}

/** The page that is the phone: the mini-program alone, with what is wrong in its sources over it. */
export function phonePage(boot: Boot): string {
  const data = JSON.stringify(boot).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>小程序预览</title>
<link rel="icon" href="data:,">
<script type="application/json" id="preview-boot">${data}</script>
<script>document.documentElement.dataset.text = sessionStorage['preview:text'] ?? localStorage['preview:text'] ?? ''</script>
<link rel="stylesheet" href="/preview/fonts/rare.css">
<link rel="stylesheet" href="/preview/fonts/400.css">
<link rel="stylesheet" href="/preview/fonts/600.css">
<link rel="stylesheet" href="/preview/phone.css">
<link rel="stylesheet" href="/preview/app.css">
</head>
<body>
<header id="nav"></header>
<main id="pages"></main>
<div id="overlay"></div>
${faultList(boot)}
${boot.version === undefined ? '' : `<script type="module">${WATCH}</script>`}
<script src="/preview/app.js"></script>
</body>
</html>
`
}
