// SPDX-License-Identifier: Apache-2.0
import { STACK_ORDER } from '#contract/categories'
import type { HostInfo } from '#contract/channels'
import { CATEGORY_HUES } from '#contract/colours'
import type { Configuration } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import { type EngineLadder, sameInEngine, spanName, spansOf } from '#contract/releases'
import { exportName } from '#messages/file-name'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { drawEngines, type EngineBar } from '../../lib/charts/engines-chart'
import { pictureSource } from '../../lib/charts/picture-source'
import { framedPicture, screenLook } from '../../lib/charts/screen-picture'
import { CATEGORY_LABELS, configurationName, englishWords } from '../../lib/labels'
import { redefinedSetting } from '../../lib/ladders'
import { actions } from '../../store'
import { ladderSetting } from './line-names'

interface EnginesPicture {
  readonly model: ModelView
  readonly ladders: readonly EngineLadder[]
  /** What the table is against. */
  readonly configuration: Configuration
  readonly host: Pick<HostInfo, 'appVersion' | 'profiles'>
}

/** Saves the table's bars as a picture, in the colours of the screen. */
export async function saveEngines(picture: EnginesPicture, kind: 'png' | 'svg'): Promise<void> {
  const { model, ladders, configuration, host } = picture
  const { appVersion, profiles } = host
  const bars = ladders.flatMap((ladder) => engineBars(ladder, profiles))
  const source = pictureSource(model, appVersion)
  const { scheme, colour } = screenLook()
  const bytes = await framedPicture(
    drawEngines(bars, {
      text: colour('--text'),
      muted: colour('--text-muted'),
      category: (category) => CATEGORY_HUES[category][scheme],
    }),
    kind,
    () => ({
      title: t('releases:picture.engines', { file: model.fileName }),
      lines: [configurationName(profiles, configuration)],
      legend: STACK_ORDER.filter((category) => bars.some((bar) => bar.bytes[category] > 0)).map((category) => ({
        label: CATEGORY_LABELS[category],
        colour: CATEGORY_HUES[category][scheme],
      })),
      footer: source.footer,
      metadata: {
        ...source.metadata,
        origin: 'modelled',
        unit: 'bytes',
        configuration,
        engines: ladders.map(({ releases, ...ladder }) => ({
          configuration: ladder.configuration,
          releases: releases.map(({ version, totals, totalBytes }) => ({ version, totals, totalBytes })),
        })),
      },
    }),
  )
  const name = exportName(model.fileName, [englishWords(profiles, configuration)], 'engines')
  await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
}

function engineBars({ engine, configuration, releases }: EngineLadder, profiles: HostInfo['profiles']): EngineBar[] {
  const setting = ladderSetting(configuration, redefinedSetting(profiles, configuration))
  const name = setting === null ? say(engine) : `${say(engine)}, ${setting}`
  return spansOf(releases, sameInEngine).map((span, index) => {
    const { totals, totalBytes, lowerBound } = span.first
    const total = lowerBound ? `${t('common:atLeast')} ${formatBytes(totalBytes)}` : formatBytes(totalBytes)
    return { engine: index > 0 ? null : name, releases: spanName(span), bytes: totals, totalBytes, total }
  })
}
