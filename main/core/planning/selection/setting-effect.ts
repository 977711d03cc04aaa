// SPDX-License-Identifier: Apache-2.0
import type { Setting } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { Message } from '#messages/message'

/** Whether a setting changes anything for a model, in one sentence; from what the decisions say they depend on. */
export function settingEffect(
  { id: setting }: Setting,
  decisions: readonly Pick<Decision, 'dependsOn'>[],
): Extract<Message, { readonly id: 'note.settingIdle' | 'note.settingMatters' }> {
  const layers = decisions.filter(({ dependsOn }) => dependsOn.includes(setting)).length
  return layers === 0
    ? { id: 'note.settingIdle', setting }
    : { id: 'note.settingMatters', setting, layers, all: decisions.length }
}
