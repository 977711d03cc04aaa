// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ProfileId } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'
import { configurationParts } from '#messages/configuration'
import type { EngineName } from '#messages/en/engines'
import { vocabulary } from '#messages/en/vocabulary'
import { english } from '#messages/say'

/** Names as they appear in English text. */

export const CATEGORY_NAMES = vocabulary.category
export const KIND_NAMES = vocabulary.layerKind
export const MOMENT_NAMES = vocabulary.moment

export function engineName(id: ProfileId): EngineName {
  return profileOf(id)?.traits.label ?? { id: 'engine.other', name: id }
}

/** The parts of a configuration, each in English. */
export function configurationWords(configuration: Configuration): readonly string[] {
  return configurationParts(configuration, profileOf(configuration.profile)?.traits).map(({ text }) => english(text))
}
