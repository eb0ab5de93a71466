import { createRequire } from 'node:module'
import * as v from 'valibot'

const METADATA = '@cloudbase/node-sdk/dist/utils/metadata'
const Metadata = v.looseObject({ lookupAppId: v.function() })

/**
 * Tells the SDK that this desk is no machine of Tencent's. Else it asks that of `metadata.tencentyun.com` before every
 * request: past the proxy by which a network has its only way out, and where nobody answers for that name a command ends
 * half a minute after its last word.
 */
export const standBesideTheCloud = (): void => {
  const metadata: unknown = createRequire(import.meta.url)(METADATA)
  v.assert(Metadata, metadata)
  metadata.lookupAppId = () => Promise.resolve('')
}
