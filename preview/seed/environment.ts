import { localWechat, reminderTemplates } from './wechat'

/** What a deployment would set in its functions' environment, beside the keys. */
export const LOCAL_ENVIRONMENT: Readonly<Record<string, string>> = {
  /** Switches the function for outside systems on, under this identifier. */
  PROVINCE_AUDIENCE: 'league-transfer-guide.local',
  /** Who we are to WeChat; the local one's address is set by the local cloud. */
  WECHAT_APPID: localWechat.appId,
  WECHAT_SECRET: localWechat.secret,
  REMINDER_TEMPLATES: JSON.stringify(reminderTemplates),
}
