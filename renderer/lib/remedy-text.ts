// SPDX-License-Identifier: Apache-2.0
import type { RemedyChange } from '#contract/advice'
import type { ProfileTraits } from '#contract/configuration'
import { asLabel } from '#messages/terms'
import { say, t } from '../i18n'
import { traitsOf } from './configurations'
import { algorithmName } from './labels'

type VersionChange = Extract<RemedyChange, { readonly kind: 'version' }>

type NameOf = (node: number) => string

/** What to do, all changes in one line. */
export function remedyTitle(
  changes: readonly RemedyChange[],
  profiles: readonly ProfileTraits[],
  nameOf: NameOf,
): string {
  return changes.map((change) => changeText(change, profiles, nameOf)).join(t('advice:changeSeparator'))
}

function changeText(change: RemedyChange, profiles: readonly ProfileTraits[], nameOf: NameOf): string {
  switch (change.kind) {
    case 'setting':
      return asLabel(say({ id: 'setting.effect', setting: change.setting, value: change.to }))
    case 'threads':
      return t('advice:change.threads', { count: change.to })
    case 'build':
      return change.options.length === 0
        ? t('advice:change.defaultBuild')
        : t('advice:change.build', { options: change.options.join(' ') })
    case 'version':
      return versionText(change, traitsOf(profiles, change.to))
    case 'releaseModel':
      return t('advice:change.releaseModel')
    case 'overrides':
      return overridesText(change, nameOf)
  }
}

function versionText({ newer, onlyRead }: VersionChange, { label }: ProfileTraits): string {
  const text = t(newer ? 'advice:change.newer' : 'advice:change.older', { engine: say(label) })
  return onlyRead === true ? t('advice:change.onlyRead', { change: text }) : text
}

function overridesText({ nodes, overrides }: Extract<RemedyChange, { kind: 'overrides' }>, nameOf: NameOf): string {
  const [node] = nodes
  const last = overrides.at(-1)
  if (overrides.length === 0) return t('advice:change.noOverrides')
  if (nodes.length !== 1 || node === undefined || last === undefined) {
    return t('advice:change.overrides', { count: nodes.length })
  }
  return t('advice:change.override', {
    layer: nameOf(node),
    algorithm: algorithmName(last.algorithm, last.unit ?? null),
  })
}

/** Of the convolutions, against now: "2.8 × the time", "same time"; null: not modelled. */
export function timeText(ratio: number | null): string {
  if (ratio === null) return t('advice:time.unknown')
  if (Math.abs(ratio - 1) < 0.005) return t('advice:time.same')
  const times = ratio.toFixed(2)
  return ratio > 1 ? t('advice:time.slower', { times }) : t('advice:time.faster', { times })
}
