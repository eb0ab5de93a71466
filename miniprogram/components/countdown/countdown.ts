import { serverNow } from '../../clock'
import { remaining } from '../../format'

/** What is left until an instant, by the server's clock: 「17 小时 42 分」. Says `over` once when it has come. */
Component({
  properties: {
    until: { type: String, value: '' },
  },
  data: { left: '', timer: null as ReturnType<typeof setInterval> | null },
  observers: {
    until() {
      this.tick()
    },
  },
  lifetimes: {
    attached() {
      this.setData({
        timer: setInterval(() => {
          this.tick()
        }, 5_000),
      })
    },
    detached() {
      if (this.data.timer !== null) clearInterval(this.data.timer)
    },
  },
  methods: {
    tick() {
      if (this.data.until === '') return
      const left = remaining(this.data.until, serverNow())
      const over = left === '' && this.data.left !== ''
      if (left !== this.data.left) this.setData({ left })
      if (over) this.triggerEvent('over')
    },
  },
})
