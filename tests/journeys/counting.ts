/** `npm run count`: what the student's main way asks of a person, screen by screen (counted.ts). */
import { buildFunctions } from '../../cloudfunctions/build/build'
import { launchBrowser } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud } from '../support/local-cloud'
import { Phone } from '../support/phone'
import { dropTemporaryFolder, takeTemporaryFolder } from '../support/temporary'
import { countTheWay, inAll } from './counted'
import { START } from './stage'

async function main(): Promise<void> {
  takeTemporaryFolder()
  await buildFunctions(BUNDLES)
  const [browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ functions: BUNDLES, preview: true })])
  try {
    await cloud.clock.set(START)
    const screens = await countTheWay(await Phone.of(browser, cloud.url, { openid: 'counted-student' }))
    for (const { title, taps, characters, folded } of screens)
      console.log([taps, characters, folded].map((count) => String(count).padStart(6)).join(' ') + `  ${title}`)
    const { taps, characters, folded } = inAll(screens)
    console.log(
      `${String(taps)} taps, ${String(screens.length)} screens, ${String(characters)} characters, ${String(folded)} folded`,
    )
  } finally {
    await browser.close()
    await cloud.close()
    dropTemporaryFolder()
  }
}

await main()
