// SPDX-License-Identifier: Apache-2.0
import { NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { firstAbove, type Release } from '#contract/releases'
import type { GrowthLimit } from '#contract/verdict'
import { growth } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { Heading } from '../../ui/Heading'
import { Rich } from '../../ui/Rich'
import { WhatHelps } from './WhatHelps'

const MIB = 2 ** 20
const UNITS = ['%', 'MiB'] as const
type Unit = (typeof UNITS)[number]

/** Asks for the first release between two that takes too much, and answers at once. */
export function FirstAbove({ releases }: { readonly releases: readonly Release[] }) {
  const versions = releases.map(({ version }) => version)
  const [chosenFrom, setFrom] = useState<string | null>(null)
  const [chosenTo, setTo] = useState<string | null>(null)
  const [amount, setAmount] = useState<string | number>(5)
  const [unit, setUnit] = useState<Unit>('%')
  const from = known(versions, chosenFrom) ?? versions[0] ?? ''
  const to = known(versions, chosenTo) ?? versions.at(-1) ?? ''
  return (
    <section>
      <Heading origin="modelled">{t('releases:find.title')}</Heading>
      <div className="releases-find">
        <VersionSelect
          name="from"
          label={t('releases:find.after')}
          versions={versions}
          value={from}
          onChange={setFrom}
        />
        <VersionSelect name="to" label={t('releases:find.upTo')} versions={versions} value={to} onChange={setTo} />
        <span className="releases-field">
          <label htmlFor="releases-limit">{t('releases:find.limit')}</label>
          <NumberInput
            id="releases-limit"
            data-testid="releases-limit"
            size="xs"
            w={74}
            min={0}
            max={100_000}
            decimalScale={1}
            value={amount}
            onChange={setAmount}
          />
          <SegmentedControl<Unit>
            aria-label={t('releases:find.unit')}
            value={unit}
            data={[...UNITS]}
            onChange={setUnit}
          />
        </span>
      </div>
      {typeof amount === 'number' ? (
        <Answer releases={releases} from={from} to={to} limit={limitOf(amount, unit)} text={`${amount} ${unit}`} />
      ) : null}
    </section>
  )
}

interface VersionSelectProps {
  readonly name: string
  readonly label: string
  readonly versions: readonly string[]
  readonly value: string
  readonly onChange: (version: string | null) => void
}

function VersionSelect({ name, label, versions, value, onChange }: VersionSelectProps) {
  const id = `releases-${name}`
  return (
    <span className="releases-field">
      <label htmlFor={id}>{label}</label>
      <Select id={id} data-testid={id} size="xs" w={104} data={[...versions]} value={value} onChange={onChange} />
    </span>
  )
}

function known(versions: readonly string[], chosen: string | null): string | undefined {
  return versions.find((version) => version === chosen)
}

function limitOf(amount: number, unit: Unit): GrowthLimit {
  return unit === '%' ? { growth: amount / 100 } : { growthBytes: amount * MIB }
}

interface AnswerProps {
  readonly releases: readonly Release[]
  readonly from: string
  readonly to: string
  readonly limit: GrowthLimit
  /** The limit as it was given. */
  readonly text: string
}

function Answer({ releases, from, to, limit, text }: AnswerProps) {
  const answer = firstAbove(releases, { from, to }, limit)
  if (answer === undefined) return <p className="releases-text">{t('releases:find.turned')}</p>
  const { good, first, unknown } = answer
  const open =
    unknown === null
      ? null
      : t('releases:find.unknown', {
          version: unknown.version,
          bytes: formatBytes(unknown.totalBytes),
          limit: text,
          from,
        })
  if (first === null) {
    return (
      <p className="releases-text" data-testid="releases-first">
        {open ?? t('releases:find.none', { to, limit: text, from, bytes: formatBytes(good.totalBytes) })}
      </p>
    )
  }
  const figures = {
    version: first.version,
    good: good.version,
    is: formatBytes(first.totalBytes),
    was: formatBytes(good.totalBytes),
    growth: growth(good.totalBytes, first.totalBytes) ?? t('common:new'),
  }
  return (
    <>
      <p className="releases-text" data-testid="releases-first" data-version={first.version}>
        <Rich text={t('releases:find.answer', figures)} />
      </p>
      {open === null ? null : <p className="releases-text">{open}</p>}
      <WhatHelps configuration={first.configuration} />
    </>
  )
}
