// SPDX-License-Identifier: Apache-2.0
import type { Advice, Lint, Remedy, RemedyChange } from '#contract/advice'
import { counted, profileName } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import { dependencyName } from '#messages/configuration'
import { size } from '#messages/figures'
import { english } from '#messages/say'
import { asLabel } from '#messages/terms'

type NameOf = (node: number) => string

/** A warning in one sentence. */
export function lintSentence(lint: Lint): string {
  const { length } = lint.layers
  const layers = counted(length, 'layer')
  const cost = size(lint.bytes)
  switch (lint.kind) {
    case 'setting-ignored': {
      const asked = asLabel(english({ id: 'setting.effect', setting: lint.setting, value: lint.value }))
      return length === 1
        ? `${asked} is asked for, but 1 convolution ignores it: +${cost} against one that heeds it.`
        : `${asked} is asked for, but ${length} convolutions ignore it: +${cost} against ones that heed it.`
    }
    case 'workspace-over-activations':
      return `The workspace of ${layers}, up to ${cost}, is larger than all activations together (${size(lint.activationBytes)}).`
    case 'winograd-without-gain':
      return `Winograd costs ${cost} on ${layers} and saves no modelled time: another algorithm takes no longer.`
    case 'inflated-weights':
      return `Packed weights take ${lint.ratio.toFixed(1)} times the weights of the file, ${cost} more, because of ${layers}.`
  }
}

/** What to do, all changes in one line. */
export function remedyTitle({ changes }: Remedy, nameOf: NameOf): string {
  return changes.map((change) => changeText(change, nameOf)).join(', and ')
}

function changeText(change: RemedyChange, nameOf: NameOf): string {
  switch (change.kind) {
    case 'setting':
      return english({ id: 'setting.effect', setting: change.setting, value: change.to })
    case 'threads':
      return counted(change.to, 'thread')
    case 'build':
      return change.options.length === 0 ? 'the default build' : `build with ${change.options.join(' ')}`
    case 'version':
      return `${change.newer ? 'move up' : 'go back'} to ${profileName(change.to)}${change.onlyRead === true ? ' (rules read from its source, not measured)' : ''}`
    case 'releaseModel':
      return 'release the model buffer once the session is there'
    case 'overrides':
      return overridesText(change, nameOf)
  }
}

function overridesText({ nodes, overrides }: Extract<RemedyChange, { kind: 'overrides' }>, nameOf: NameOf): string {
  const [node] = nodes
  const last = overrides.at(-1)
  if (last === undefined) return 'without overrides'
  if (nodes.length !== 1 || node === undefined) return `another algorithm for ${counted(nodes.length, 'layer')}`
  return `${nameOf(node)} as ${choiceName({ algorithm: last.algorithm, unit: last.unit ?? null, inner: null })}`
}

/** Modelled time of the convolutions against now. */
export function timeText(ratio: number): string {
  return Math.abs(ratio - 1) < 0.005 ? 'same' : `${ratio.toFixed(2)} ×`
}

/** Which settings of this very version and build change an algorithm; said plainly where none does. */
export function settingsSentence({ heeded, configuration }: Advice): string {
  const engine = profileName(configuration.profile)
  if (heeded.length === 0)
    return `No setting of ${engine} changes any layer’s algorithm here; another build or version does.`
  const list = heeded.map(({ of, layers }) => `${english(dependencyName(of))} (${counted(layers, 'layer')})`)
  return `Algorithms of ${engine} depend here on ${list.join(', ')}.`
}
