// SPDX-License-Identifier: Apache-2.0
import { CATEGORY_HUES } from '#contract/colours'
import type { ModelView } from '#contract/model'
import type { Category } from '#contract/plan'
import { exportName } from '#messages/file-name'
import { t } from '../../i18n'
import { pictureSource } from '../../lib/charts/picture-source'
import { pictureOf } from '../../lib/charts/screen-picture'
import { CATEGORY_LABELS } from '../../lib/labels'
import { actions } from '../../store'
import type { ChartSource } from './chart-source'

interface ChartPicture {
  /** What is on screen. */
  readonly chart: SVGSVGElement
  readonly source: ChartSource
  readonly hidden: ReadonlySet<Category>
  /** The chart has the line of the resident set. */
  readonly residentSet: boolean
  readonly model: ModelView
  /** Names of what is shown, e.g. the configuration. */
  readonly lines: readonly string[]
  /** The configuration, for the name of the file. */
  readonly words: readonly string[]
  readonly appVersion: string
}

/** Saves the timeline as it is shown, with a legend, in the colours that it has on screen. */
export async function saveTimeline(picture: ChartPicture, kind: 'png' | 'svg'): Promise<void> {
  const { chart, source, hidden, residentSet, model, lines, words, appVersion } = picture
  const from = pictureSource(model, appVersion)
  const bytes = await pictureOf(chart, kind, ({ scheme, colour }) => ({
    title: `${model.fileName}: ${t(source.origin === 'modelled' ? 'timeline:modelled' : 'timeline:measured')}`,
    lines,
    legend: [
      ...source.present
        .filter((category) => !hidden.has(category))
        .map((category) => ({ label: CATEGORY_LABELS[category], colour: CATEGORY_HUES[category][scheme] })),
      ...(residentSet ? [{ label: t('timeline:residentSet'), colour: colour('--text'), line: true }] : []),
    ],
    footer: from.footer,
    metadata: { ...from.metadata, origin: source.origin, axis: source.axis, model: model.sha256 },
  }))
  await actions.saveChart({ suggestedName: `${exportName(model.fileName, [words], 'timeline')}.${kind}`, kind, bytes })
}
