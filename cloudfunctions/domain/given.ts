/** `{ key: value }` where there is a value, so that what is absent is left out. */
export const given = <K extends string, V>(key: K, value: V | null | undefined): { [k in K]?: V } =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [k in K]?: V }
