import { connect } from './cloud'
import { ENVIRONMENT } from './environment'

App({
  onLaunch() {
    connect(ENVIRONMENT)
  },
})
