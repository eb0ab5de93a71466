/** What is said of a form that is kept while it is filled in. */
export const DRAFT_SAVED = '草稿已保存，换手机也能继续。'
export const DRAFT_NOT_SAVED = '草稿没有存上，请检查网络；请先不要退出，继续填写会再存一次。'

/** Beside the way on to a form that was not finished. */
export function keptDraftText(savedAt: string): string {
  return `草稿保存于 ${savedAt}`
}

/** On a form that was just filled with what was kept of it. */
export function goneOnText(savedAt: string): string {
  return `已填好你上次没有提交的内容（${savedAt} 保存），请接着填，不要的可以改掉。`
}
