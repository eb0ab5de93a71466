import type { Settings } from './settings'

/** Which of the platform's upload robots it is; they are numbered 1 to 30. */
const ROBOT = '1'

/** How `miniprogram-ci` is called to upload the pages that lie in this folder. */
export const uploadLine = (
  folder: string,
  { appid = '', name, proxy }: Pick<Settings, 'appid' | 'name' | 'proxy'>,
  key: string,
  version: string,
): string[] => [
  'upload',
  ...['--project-path', folder],
  ...['--appid', appid],
  ...['--private-key-path', key],
  ...['--upload-version', version],
  ...['--upload-description', name],
  ...['--robot', ROBOT],
  // Without it the compiler ignores project.config.json, and old phones get scripts that they cannot read.
  ...['--use-project-config', 'true'],
  ...(proxy === undefined ? [] : ['--proxy', proxy]),
]
