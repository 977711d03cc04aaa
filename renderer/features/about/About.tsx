// SPDX-License-Identifier: Apache-2.0
import './about.css'
import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BundledPackage } from '#contract/licences'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { BrandMark } from '../../ui/BrandMark'
import { Heading } from '../../ui/Heading'
import { useLicences } from './use-licences'

const OWN = 'convscope'

/** What runs here, in which versions and under which licences. */
export function About() {
  const shown = useApp((state) => state.aboutShown)
  return (
    <Modal
      opened={shown}
      onClose={() => actions.showAbout(false)}
      title={t('about:title')}
      size="lg"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('about:close') }}
      data-testid="about"
    >
      <Versions />
      <Licences />
    </Modal>
  )
}

function Versions() {
  const host = useApp((state) => state.host)
  if (host === null) return null
  const { node, electron, chromium } = host.runtime
  const rows = [
    [t('about:version'), host.appVersion],
    ['Electron', electron],
    ['Chromium', chromium],
    ['Node.js', node],
  ].filter(([, value]) => value !== undefined)
  return (
    <>
      <div className="about-versions">
        <BrandMark size={56} />
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="ui-muted about-note">{t('about:log', { path: host.logPath })}</p>
    </>
  )
}

function Licences() {
  const licences = useLicences()
  const [query, setQuery] = useState('')
  const withElectron = useApp((state) => state.host?.runtime.electron !== undefined)
  if (licences === null) return null
  if (licences === 'unread') return <p role="alert">{t('about:unread')}</p>
  const own = licences.filter(({ name }) => name === OWN)
  const others = licences.filter(({ name }) => name !== OWN)
  const wanted = query.trim().toLowerCase()
  const found = others.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted))
  return (
    <>
      <PackageList packages={own} />
      <Heading>{t('about:packages', { count: others.length })}</Heading>
      {withElectron ? <p className="ui-muted about-note">{t('about:electron')}</p> : null}
      <TextInput
        size="xs"
        className="about-filter"
        placeholder={t('about:filter')}
        aria-label={t('about:filter')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 ? <p className="ui-muted">{t('about:none')}</p> : <PackageList packages={found} />}
    </>
  )
}

/** One line a package; opened, with the text of its licence. */
function PackageList({ packages }: { readonly packages: readonly BundledPackage[] }) {
  return (
    <div className="about-packages">
      {packages.map(({ name, version, licence, text }) => (
        <details key={`${name} ${version}`} data-package={name}>
          <summary>
            <span className="about-name">{name}</span>
            <span className="ui-muted">{version}</span>
            <span className="about-licence">{licence}</span>
          </summary>
          {text === '' ? <p className="ui-muted">{t('about:noText')}</p> : <pre>{text}</pre>}
        </details>
      ))}
    </div>
  )
}
