// SPDX-License-Identifier: Apache-2.0
import type { FromCore, ToCore } from '#app/thread/protocol'
import { createCoreService } from '#app/thread/service'
import type { StartCoreThread } from '#app/thread/start-thread'

/** In place of a thread, which would need the built program: the same service, with all messages cloned as threads do. */
export const coreInThisThread: StartCoreThread = (place) => {
  let tell: (message: FromCore) => void = () => {}
  let stopped = false
  const later = <T>(message: T, deliver: (message: T) => void) => {
    const copy = structuredClone(message)
    setImmediate(() => {
      if (!stopped) deliver(copy)
    })
  }
  const receive = createCoreService(place, (message) => later(message, (copy) => tell(copy)))
  return {
    post: (message: ToCore) => later(message, receive),
    onMessage: (listener) => {
      tell = listener
    },
    onLost: () => {},
    hold: () => {},
    stop: () => {
      stopped = true
    },
  }
}
