import type { MessageTemplate, WechatAccount } from '../cloud/wechat-account'

const field = (name: string, label: string) => ({ name, label })

/** Templates as a deployment would have chosen them in WeChat's console, by the kind of message that they are for. */
const templates = {
  waitOver: {
    id: 'local-template-wait-over',
    title: '办理时间提醒',
    fields: [
      field('thing1', '办理事项'),
      field('time2', '可办理时间'),
      field('character_string3', '登记编号'),
      field('thing4', '温馨提示'),
    ],
  },
  answered: {
    id: 'local-template-answered',
    title: '审核结果通知',
    fields: [
      field('thing1', '审核事项'),
      field('phrase2', '审核结果'),
      field('time3', '审核时间'),
      field('character_string4', '登记编号'),
      field('thing5', '备注'),
    ],
  },
  result: {
    id: 'local-template-result',
    title: '办理结果通知',
    fields: [
      field('thing1', '办理事项'),
      field('phrase2', '办理结果'),
      field('time3', '办理时间'),
      field('character_string4', '登记编号'),
      field('thing5', '备注'),
    ],
  },
  nudge: {
    id: 'local-template-nudge',
    title: '待办提醒',
    fields: [
      field('thing1', '待办事项'),
      field('phrase2', '当前状态'),
      field('time3', '提醒时间'),
      field('character_string4', '登记编号'),
      field('thing5', '温馨提示'),
    ],
  },
  waiting: {
    id: 'local-template-waiting',
    title: '待审核提醒',
    fields: [field('thing1', '待办事项'), field('time2', '提醒时间'), field('thing3', '温馨提示')],
  },
} as const satisfies Readonly<Record<string, MessageTemplate>>

/** The mini-program as the local WeChat knows it; the secret is plainly none. */
export const localWechat: WechatAccount = {
  appId: 'wx-local',
  secret: 'local-no-secret',
  templates: Object.values(templates),
}

/** The same as the deployment would name it to its functions: each kind's template, and which part goes into which field. */
export const reminderTemplates = {
  waitOver: {
    id: templates.waitOver.id,
    fields: { what: 'thing1', at: 'time2', reference: 'character_string3', note: 'thing4' },
  },
  answered: {
    id: templates.answered.id,
    fields: { what: 'thing1', result: 'phrase2', at: 'time3', reference: 'character_string4', note: 'thing5' },
  },
  result: {
    id: templates.result.id,
    fields: { what: 'thing1', result: 'phrase2', at: 'time3', reference: 'character_string4', note: 'thing5' },
  },
  nudge: {
    id: templates.nudge.id,
    fields: { what: 'thing1', result: 'phrase2', at: 'time3', reference: 'character_string4', note: 'thing5' },
  },
  waiting: {
    id: templates.waiting.id,
    fields: { what: 'thing1', at: 'time2', note: 'thing3' },
  },
}
