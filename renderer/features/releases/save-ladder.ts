// SPDX-License-Identifier: Apache-2.0
import { STACK_ORDER } from '#contract/categories'
import type { HostInfo } from '#contract/channels'
import { CATEGORY_HUES } from '#contract/colours'
import type { Setting } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import { type Ladder, stepsOf } from '#contract/releases'
import { exportName } from '#messages/file-name'
import { say, t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { pictureSource } from '../../lib/charts/picture-source'
import { pictureOf } from '../../lib/charts/screen-picture'
import { traitsOf } from '../../lib/configurations'
import { CATEGORY_LABELS, configurationName, englishWords } from '../../lib/labels'
import { actions } from '../../store'
import { type LadderPoint, mainCause } from './ladder-rows'

/** Steps below this share of the highest total are not told under the title. */
const WORTH_TELLING = 0.02

interface LadderPicture {
  /** What is on screen. */
  readonly chart: SVGSVGElement
  readonly model: ModelView
  readonly ladder: Ladder
  readonly points: readonly LadderPoint[]
  readonly setting: Setting | null
  readonly host: Pick<HostInfo, 'appVersion' | 'profiles'>
}

/** Saves the chart as it is shown, with the rules of its steps in words, in the colours that it has on screen. */
export async function saveLadder(picture: LadderPicture, kind: 'png' | 'svg'): Promise<void> {
  const { chart, model, ladder, points, host } = picture
  const { appVersion, profiles } = host
  const { group, label } = traitsOf(profiles, ladder.configuration.profile)
  const most = Math.max(...points.map(({ release }) => release.totalBytes))
  const steps = stepsOf(ladder.releases).filter(({ bytes }) => Math.abs(bytes) >= WORTH_TELLING * most)
  const source = pictureSource(model, appVersion)
  const bytes = await pictureOf(chart, kind, ({ scheme }) => ({
    title: t('releases:picture.title', { file: model.fileName, engine: say(group ?? label) }),
    lines: [
      configurationName(profiles, ladder.configuration),
      ...steps.flatMap((step) => {
        const cause = mainCause(step)
        if (cause === undefined) return []
        const { version } = step.release
        return [t('releases:picture.steps', { version, bytes: formatBytesDelta(step.bytes), rule: say(cause.rule) })]
      }),
    ],
    legend: STACK_ORDER.filter((category) => points.some((point) => point[category] > 0)).map((category) => ({
      label: CATEGORY_LABELS[category],
      colour: CATEGORY_HUES[category][scheme],
    })),
    footer: source.footer,
    metadata: {
      ...source.metadata,
      origin: 'modelled',
      unit: 'bytes',
      configuration: ladder.configuration,
      releases: ladder.releases.map(({ version, totals, totalBytes }) => ({ version, totals, totalBytes })),
    },
  }))
  const name = exportName(model.fileName, [englishWords(profiles, ladder.configuration)], 'releases')
  await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
}
