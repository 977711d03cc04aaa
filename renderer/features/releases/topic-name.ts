// SPDX-License-Identifier: Apache-2.0
import type { RuleTopic } from '#contract/comparison'
import type { Setting } from '#contract/configuration'
import { say, t } from '../../i18n'

/** What a rule is about, in a word or two: a setting by its name, where it is the one whose meaning has changed. */
export function topicName(topic: RuleTopic, setting: Setting | null): string {
  return topic === 'settings' && setting !== null
    ? say({ id: 'setting.title', setting: setting.id })
    : t(`advice:rules.${topic}`)
}
