import type { TestCloud } from '../support/local-cloud'

/** Keys of a cloud of the bench's own: what the functions seal, the operations in this process open. */
export const KEYS = {
  SEAL_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
  TOKEN_KEYS: `bench:${Buffer.alloc(32, 2).toString('base64')}`,
}

/** Lets the SDK of this process speak to the local cloud, as a deployed function's does. */
export const pointSdkAt = ({ url }: TestCloud): void => {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    SCF_NAMESPACE: 'local-env',
    TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/tcb` }),
    TCB_CONTEXT_KEYS: 'TCB_ENV',
  })
}

/** The unmodified SDK, pointed at the local cloud. */
export const bareSdk = async (cloud: TestCloud) => {
  pointSdkAt(cloud)
  const { default: sdk } = await import('@cloudbase/node-sdk')
  return sdk.init({ env: 'local-env', keepalive: true }).database()
}
