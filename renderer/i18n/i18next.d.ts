// SPDX-License-Identifier: Apache-2.0
import 'i18next'
import type { words } from '#messages/en/window/index'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof words
  }
}
