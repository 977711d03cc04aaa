// SPDX-License-Identifier: Apache-2.0
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, DROP_CHANNEL, type InvokeChannel, type PushChannel } from '#contract/channels'

// Names are checked at run time too: the page can only reach the channels of the contract, whose
// types make a missing one a compile error here.
const INVOKE_CHANNELS: Readonly<Record<InvokeChannel, true>> = {
  'app:info': true,
  'app:show-file': true,
  'settings:change': true,
  'machine:measure': true,
  'machine:choose': true,
  'recent:list': true,
  'recent:forget': true,
  'model:choose': true,
  'model:open': true,
  'model:samples': true,
  'model:open-sample': true,
  'model:cancel-open': true,
  'model:set-input-shapes': true,
  'model:nearest-sizes': true,
  'weights:statistics': true,
  'weights:values': true,
  'weights:save': true,
  'weights:cancel': true,
  'plan:create': true,
  'plan:arena': true,
  'plan:compare': true,
  'plan:warnings': true,
  'plan:advise': true,
  'plan:budget': true,
  'plan:cancel-budget': true,
  'plan:forced-totals': true,
  'plan:remedy': true,
  'plan:releases': true,
  'plan:engines': true,
  'plan:cancel-releases': true,
  'plan:sweep': true,
  'plan:cancel-sweep': true,
  'attach:start': true,
  'attach:stop': true,
  'run:choose-input': true,
  'run:start': true,
  'run:cancel': true,
  'tuning:state': true,
  'tuning:start': true,
  'tuning:cancel': true,
  'tuning:clear': true,
  'tuning:restore': true,
  'export:comparison': true,
  'export:releases': true,
  'export:engines': true,
  'export:sweep': true,
  'export:table': true,
  'export:chart': true,
  'export:model': true,
  'history:list': true,
  'history:load': true,
  'history:keep': true,
  'history:rename': true,
  'history:delete': true,
  'history:restore': true,
  'workspace:load': true,
  'workspace:keep': true,
  'workspace:load-layout': true,
  'workspace:keep-layout': true,
  'task:cancel': true,
  'document:open': true,
  'document:show': true,
  'document:keep': true,
  'document:entries': true,
  'document:view': true,
  'document:save': true,
  'document:report': true,
  'document:node-data': true,
  'document:reopen': true,
  'document:close': true,
  'document:overlay': true,
}
const PUSH_CHANNELS: Readonly<Record<PushChannel, true>> = {
  'engine:state': true,
  'model:progress': true,
  'model:changed': true,
  'model:gone': true,
  'app:open-path': true,
  'app:open-sample': true,
  'app:menu': true,
  'plan:advice-progress': true,
  'plan:sweep-progress': true,
  'history:changed': true,
  'task:progress': true,
  'task:end': true,
  'attach:samples': true,
  'attach:end': true,
  'run:events': true,
  'run:progress': true,
  'run:end': true,
  'tuning:progress': true,
  'tuning:end': true,
}

const bridge: Bridge = {
  invoke(channel, ...args) {
    if (!Object.hasOwn(INVOKE_CHANNELS, channel)) throw new Error(`Unknown channel ${String(channel)}`)
    return ipcRenderer.invoke(channel, ...args)
  },
  on(channel, listener) {
    if (!Object.hasOwn(PUSH_CHANNELS, channel)) throw new Error(`Unknown event ${String(channel)}`)
    const forward = (_event: Electron.IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(channel, forward)
    return () => {
      ipcRenderer.removeListener(channel, forward)
    }
  },
  async pathOf(file) {
    const path = droppedPath(file)
    if (path !== '') await ipcRenderer.invoke(DROP_CHANNEL, path)
    return path
  },
}

/** Where a file lies, by what the system says of it: a page can make files, but none with a path. */
function droppedPath(file: unknown): string {
  if (!(file instanceof File)) return ''
  if (webUtils !== undefined) return webUtils.getPathForFile(file)
  // Electron before 29 has no webUtils; there a File carries its path, as a getter of all files.
  const getter = Object.getOwnPropertyDescriptor(File.prototype, 'path')?.get
  const path: unknown = getter?.call(file)
  return typeof path === 'string' ? path : ''
}

contextBridge.exposeInMainWorld('convscope', bridge)
