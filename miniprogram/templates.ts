/**
 * Message templates of this mini-program's account, as the platform's console names them. An empty list asks for nothing:
 * the button 「到时提醒我」 is then not shown.
 */
export const WAIT_OVER_TEMPLATES: string[] = []
