import 'i18next'
import type { en } from '#messages/en/window/index'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof en
  }
}
