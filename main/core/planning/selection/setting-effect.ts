// SPDX-License-Identifier: Apache-2.0
import type { Setting } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { Message } from '#messages/message'

/** Whether a setting changes anything for a model, in one sentence; from what the layers that the engine has a choice for say they depend on. */
export function settingEffect(
  { id: setting }: Setting,
  decisions: readonly Pick<Decision, 'dependsOn' | 'candidates'>[],
): Extract<Message, { readonly id: 'note.settingIdle' | 'note.settingMatters' }> {
  const chosen = decisions.filter(({ candidates }) => candidates.length > 0)
  const layers = chosen.filter(({ dependsOn }) => dependsOn.includes(setting)).length
  return layers === 0
    ? { id: 'note.settingIdle', setting }
    : { id: 'note.settingMatters', setting, layers, all: chosen.length }
}
