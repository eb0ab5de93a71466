import { connect } from './cloud'

App({
  onLaunch() {
    connect()
  },
})
