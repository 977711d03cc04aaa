// SPDX-License-Identifier: Apache-2.0
import './browser.css'
import { createRoot } from 'react-dom/client'
import { say, t } from '../i18n'
import { FileChooser } from './FileChooser'
import { type Chooser, createSocketBridge, type PageServices } from './socket-bridge'

// Entry point of the page in a browser: puts the bridge where the preload script would, then starts the same window.

const services: PageServices = {
  choose(title, first, look): Chooser {
    const container = document.body.appendChild(document.createElement('div'))
    const root = createRoot(container)
    let done: (path: string | null) => void = () => {}
    const chosen = new Promise<string | null>((resolve) => {
      done = resolve
    })
    const show: Chooser['show'] = (listing) =>
      root.render(<FileChooser title={say(title)} listing={listing} look={look} choose={done} />)
    show(first)
    void chosen.then(() => {
      root.unmount()
      container.remove()
    })
    return { show, chosen }
  },
  save(name, parts) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([...parts]))
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  },
  lost: notice,
}

function notice(text: string): void {
  const banner = document.body.appendChild(document.createElement('div'))
  banner.className = 'browser-lost'
  banner.setAttribute('role', 'alert')
  banner.textContent = text
}

const token = location.hash.slice(1)
if (token === '') notice(t('browser:noToken'))
else {
  Object.assign(window, { convscope: createSocketBridge(new URL(location.href), token, services) })
  void import('../app/main')
}
