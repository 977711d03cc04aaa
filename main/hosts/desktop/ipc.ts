// SPDX-License-Identifier: Apache-2.0
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { answerCall, type Handlers, refused } from '#app/ipc/handle'
import type { Log } from '#app/log/log'

/** Lets the window call every channel; calls from anything but the application's own page are refused. */
export function registerHandlers(
  handlers: Handlers,
  log: Log,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
): void {
  for (const channel of Object.keys(handlers)) {
    ipcMain.handle(channel, (event, ...args: unknown[]) =>
      isTrusted(event) ? answerCall(handlers, channel, args, log) : refused(channel, 'unknown sender'),
    )
  }
}
