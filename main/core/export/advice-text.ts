// SPDX-License-Identifier: Apache-2.0
import type { Advice, Lint, Remedy, RemedyChange } from '#contract/advice'
import { engineName } from '#core/comparison/wording'
import { dependencyName } from '#messages/configuration'
import { size } from '#messages/figures'
import { asLabel } from '#messages/terms'
import type { Words } from '#messages/words'

type NameOf = (node: number) => string

/** A warning in one sentence. */
export function lintSentence(words: Words, lint: Lint): string {
  const figures = { count: lint.layers.length, bytes: size(lint.bytes) }
  switch (lint.kind) {
    case 'setting-ignored': {
      const { setting, value } = lint
      const asked = asLabel(words.say({ id: 'setting.effect', setting, value }))
      return words.text('advice:lint.settingIgnored', { ...figures, setting: asked })
    }
    case 'workspace-over-activations':
      return words.text('advice:lint.workspaceOverActivations', { ...figures, activations: size(lint.activationBytes) })
    case 'winograd-without-gain':
      return words.text('advice:lint.winogradWithoutGain', figures)
    case 'inflated-weights':
      return words.text('advice:lint.inflatedWeights', { ...figures, ratio: lint.ratio.toFixed(1) })
  }
}

/** What to do, all changes in one line. */
export function remedyTitle(words: Words, { changes }: Remedy, nameOf: NameOf): string {
  return changes.map((change) => changeText(words, change, nameOf)).join(words.text('advice:changeSeparator'))
}

function changeText(words: Words, change: RemedyChange, nameOf: NameOf): string {
  switch (change.kind) {
    case 'setting':
      return asLabel(words.say({ id: 'setting.effect', setting: change.setting, value: change.to }))
    case 'threads':
      return words.text('advice:change.threads', { count: change.to })
    case 'build':
      return change.options.length === 0
        ? words.text('advice:change.defaultBuild')
        : words.text('advice:change.build', { options: change.options.join(' ') })
    case 'version':
      return versionText(words, change)
    case 'releaseModel':
      return words.text('advice:change.releaseModel')
    case 'overrides':
      return overridesText(words, change, nameOf)
  }
}

function versionText(words: Words, { to, newer, onlyRead }: Extract<RemedyChange, { kind: 'version' }>): string {
  const engine = words.say(engineName(to))
  const change = words.text(newer ? 'advice:change.newer' : 'advice:change.older', { engine })
  return onlyRead === true ? words.text('advice:change.onlyRead', { change }) : change
}

function overridesText(
  words: Words,
  { nodes, overrides }: Extract<RemedyChange, { kind: 'overrides' }>,
  nameOf: NameOf,
): string {
  const [node] = nodes
  const last = overrides.at(-1)
  if (last === undefined) return words.text('advice:change.noOverrides')
  if (nodes.length !== 1 || node === undefined) return words.text('advice:change.overrides', { count: nodes.length })
  const algorithm = words.choice({ algorithm: last.algorithm, unit: last.unit ?? null, inner: null })
  return words.text('advice:change.override', { layer: nameOf(node), algorithm })
}

/** Modelled time against now. */
export function timeText(words: Words, ratio: number | null): string {
  if (ratio === null) return words.text('report:timeUnknown')
  return Math.abs(ratio - 1) < 0.005
    ? words.text('report:timeSame')
    : words.text('report:timeRatio', { times: ratio.toFixed(2) })
}

/** Which settings of this very version and build change an algorithm; said plainly where none does. */
export function settingsSentence(words: Words, { heeded, configuration }: Advice): string {
  const engine = words.say(engineName(configuration.profile))
  if (heeded.length === 0) return words.text('advice:noSetting', { engine })
  const list = words.listed(
    heeded.map(({ of, layers }) =>
      words.text('advice:settingLayers', { setting: words.say(dependencyName(of)), count: layers }),
    ),
  )
  const only = heeded.every(({ of }) => of === 'threads')
  return words.text(only ? 'advice:onlyThreads' : 'advice:someSettings', { engine, list })
}
