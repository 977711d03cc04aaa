// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core'
import { IconClipboardList, IconFileText, IconPlayerPlay } from '@tabler/icons-react'
import type { EntrySource } from '#contract/history'
import { t } from '../../i18n'
import { shortTime } from '../../lib/short-time'
import { documentSources, sourceKey } from '../../lib/sides'
import { actions, useApp, useProfiles } from '../../store'
import { selectSides } from '../../store/selectors'
import { Bytes } from '../../ui/Bytes'
import { type SideName, sideNames } from './side-names'

interface Offer {
  readonly source: EntrySource
  readonly kind: 'plan' | 'run' | 'document'
  /** The time of a kept one, the file of another; empty where it goes by that. */
  readonly from: string
  readonly totalBytes: number
}

/** What is kept of the model, and what opened documents hold, without what is a side already. */
export function OfferedSides() {
  const history = useApp((state) => state.history)
  const documents = useApp((state) => state.documents)
  const kept = (history?.entries ?? []).map(({ id, name, savedAt, configuration, totalBytes, measured }): Offer => {
    const source = { configuration, saved: { kind: 'history', id } } as const
    return {
      source: name === '' ? source : { ...source, label: name },
      kind: measured === undefined ? 'plan' : 'run',
      from: shortTime(savedAt),
      totalBytes,
    }
  })
  const opened = documents.flatMap((document) =>
    documentSources(document).map((source, index): Offer => {
      const { fileName, entries } = document
      const from = source.label === fileName ? '' : fileName
      return { source, kind: 'document', from, totalBytes: entries[index]?.totalBytes ?? 0 }
    }),
  )
  return (
    <>
      <Offers title={t('compare:sides.kept')} offers={kept} />
      <Offers title={t('compare:sides.documents')} offers={opened} />
    </>
  )
}

function Offers({ title, offers }: { readonly title: string; readonly offers: readonly Offer[] }) {
  const profiles = useProfiles()
  const sides = useApp(selectSides)
  const taken = new Set(sides.map(({ source }) => sourceKey(source)))
  const free = offers.filter(({ source }) => !taken.has(sourceKey(source)))
  if (free.length === 0) return null
  // Named beside the sides that are there, so that they say what they would bring.
  const { names } = sideNames(profiles, [...free, ...sides])
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {free.map((offer, index) => (
        <OfferItem key={sourceKey(offer.source)} offer={offer} name={names[index] ?? { short: '', whole: '' }} />
      ))}
    </>
  )
}

const ICONS = { plan: IconClipboardList, run: IconPlayerPlay, document: IconFileText } as const

function OfferItem({ offer, name }: { readonly offer: Offer; readonly name: SideName }) {
  const { source, kind, from, totalBytes } = offer
  const Icon = ICONS[kind]
  return (
    <Menu.Item
      leftSection={<Icon size={14} />}
      rightSection={
        <span className="compare-add-size">
          <Bytes value={totalBytes} />
        </span>
      }
      data-testid="add-kept"
      data-kind={kind}
      title={[name.whole, kind === 'run' ? t('compare:sides.run') : '', from].filter(Boolean).join(' · ')}
      onClick={() => actions.addSides([source])}
    >
      <span className="compare-add-name">
        {name.short} <small>{from}</small>
      </span>
    </Menu.Item>
  )
}
