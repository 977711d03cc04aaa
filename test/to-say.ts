// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest'
import type { Message } from '#messages/message'
import { english } from '#messages/say'

declare module 'vitest' {
  interface Matchers {
    /** A message that reads so in English; alone, and as `expect.toSay` within an object. */
    toSay: (wanted: string | RegExp) => void
  }
}

expect.extend({
  toSay(received: Message, wanted: string | RegExp) {
    const said = english(received)
    return {
      pass: typeof wanted === 'string' ? said === wanted : wanted.test(said),
      message: () => `expected a message that ${this.isNot ? 'does not say' : 'says'} ${wanted}, not: ${said}`,
    }
  },
})
