// SPDX-License-Identifier: Apache-2.0
import { type App, type Session, session, type WebContents } from 'electron'

/** The one thing that a page may do: a "Copy" button puts text on the clipboard. */
const GRANTED = 'clipboard-sanitized-write'

/** Nobody listens there: what asks a proxy for the network gets nothing. */
const NO_NETWORK = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://127.0.0.1:9',
  proxyBypassRules: '<-loopback>',
} as const

/** Before the application is ready: no name is looked up, so that names tell nobody anything either. */
export function refuseNames(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Of whatever a page may ask the browser for, it gets nothing but what a button of ours needs. */
export async function closeSession(own: Session = session.defaultSession): Promise<void> {
  own.setPermissionRequestHandler((_contents, permission, answer) => answer((permission as string) === GRANTED))
  own.setPermissionCheckHandler((_contents, permission) => (permission as string) === GRANTED)
  own.setDevicePermissionHandler(() => false)
  await own.setProxy(NO_NETWORK)
}

/** WebRTC would send packets past the content security policy and past the proxy. */
export function closeWebRtc(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
