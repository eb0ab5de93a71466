/** What a deployment would set in its functions' environment, beside the keys. */
export const LOCAL_ENVIRONMENT: Readonly<Record<string, string>> = {
  /** Switches the function for outside systems on, under this identifier. */
  PROVINCE_AUDIENCE: 'league-transfer-guide.local',
}
