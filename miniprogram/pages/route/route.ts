import { serverNow } from '../../clock'
import { goBack } from '../../navigation'
import { WHERE, WHERE_HINT, WHO, type Where, type Who } from '../../texts'
import { asksWhere, routeOf, routePage, type RoutePage } from './view'

type Question = 'who' | 'where' | 'way'

/** What the page shows. */
interface Data {
  question: Question
  who: Who | ''
  where: Where | ''
  whoOptions: typeof WHO
  whereOptions: typeof WHERE
  whereHint: string
  error: string
  way: RoutePage | null
}

const data: Data = {
  question: 'who',
  who: '',
  where: '',
  whoOptions: WHO,
  whereOptions: WHERE,
  whereHint: WHERE_HINT,
  error: '',
  way: null,
}

Page({
  data,
  onWho(event: WechatMiniprogram.CustomEvent<{ value: Who }>) {
    this.setData({ who: event.detail.value, error: '' })
  },
  onWhere(event: WechatMiniprogram.CustomEvent<{ value: Where }>) {
    this.setData({ where: event.detail.value, error: '' })
  },
  onNext() {
    const { question, who, where, way } = this.data
    if (question === 'way') {
      this.leave(way)
    } else if (who === '' || (question === 'where' && where === '')) {
      this.setData({ error: '请选择一项' })
    } else if (question === 'who' && asksWhere(who)) {
      this.go('where')
    } else {
      this.setData({ way: routePage(routeOf(who, where), serverNow()) })
      this.go('way')
    }
  },
  onBack() {
    const { question, who } = this.data
    this.go(question === 'way' && who !== '' && asksWhere(who) ? 'where' : 'who')
  },
  go(question: Question) {
    this.setData({ question, error: '' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  leave(way: RoutePage | null) {
    if (way?.next === 'register') {
      const identity = this.data.who === 'cadre' ? 'cadre' : 'member'
      void wx.redirectTo({ url: `/pages/register/register?identity=${identity}` })
    } else goBack('/pages/home/home')
  },
})
