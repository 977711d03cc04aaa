// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/categories'
import { type Configuration, settingValue } from '#contract/configuration'
import { MOMENTS } from '#contract/lifecycle'
import type { ModelView } from '#contract/model'
import type { EngineLadder, Ladder, Release } from '#contract/releases'
import { redefinedSetting } from '#core/planning/succession'
import { layerTitles } from '#messages/plain-text'
import { english } from '#messages/say'
import { csvText } from './csv'

/** A model's layers by name: all that a ladder needs of it. */
export type Named = Pick<ModelView, 'nodes'>

/** A row for each release under each configuration; bytes. `rules`: those that changed, in English. */
export function laddersCsv(ladders: readonly Ladder[]): string {
  const stated = ladders.map(({ configuration, releases }) => ({ settings: statedSettings(configuration), releases }))
  const settings = [...new Set(stated.flatMap((each) => Object.keys(each.settings)))]
  const rows = stated.flatMap((ladder) =>
    ladder.releases.map(({ version, totals, totalBytes, lowerBound, causes }, index) => [
      version,
      ...settings.map((id) => String(ladder.settings[id] ?? '')),
      ...CATEGORIES.map((category) => totals[category]),
      totalBytes,
      lowerBound ? 'yes' : '',
      totalBytes - (ladder.releases[index - 1]?.totalBytes ?? totalBytes),
      causes.map(({ rule }) => english(rule)).join(' '),
    ]),
  )
  return csvText([['release', ...settings, ...CATEGORIES, 'total', 'at_least', 'change', 'rules'], ...rows])
}

/** The same for programs: a list of ladders, and of each release what the rules that changed moved; layers by name. */
export function laddersJson(view: Named, ladders: readonly Ladder[]): string {
  const data = ladders.map(({ configuration, releases }) => ({
    configuration: { ...configuration, settings: statedSettings(configuration) },
    releases: releases.map((release) => releaseData(view, release)),
  }))
  return `${JSON.stringify(data, null, 2)}\n`
}

export function releaseData(
  { nodes }: Named,
  { configuration, version, totals, totalBytes, lowerBound, causes }: Release,
) {
  const titles = layerTitles(nodes)
  return {
    profile: configuration.profile,
    release: version,
    totals,
    totalBytes,
    lowerBound,
    causes: causes.map(({ topic, rule, bytes, layers }) => ({
      topic,
      rule: english(rule),
      bytes,
      layers: layers.map((node) => titles[node] ?? ''),
    })),
  }
}

/** With the setting that tells ladders apart also where it has its default. */
function statedSettings(configuration: Configuration): Configuration['settings'] {
  const setting = redefinedSetting(configuration)
  if (setting === null) return configuration.settings
  return { [setting.id]: settingValue(setting, configuration), ...configuration.settings }
}

/** A row for each release of each engine, build and configuration; bytes, empty where not known. */
export function enginesCsv(ladders: readonly EngineLadder[]): string {
  const settings = [...new Set(ladders.flatMap(({ configuration }) => Object.keys(statedSettings(configuration))))]
  const rows = ladders.flatMap(({ engine, configuration, releases }) => {
    const stated = statedSettings(configuration)
    return releases.map(({ version, totals, totalBytes, lowerBound, lifecycle, timeRatio }) => [
      english(engine),
      version,
      ...settings.map((id) => String(stated[id] ?? '')),
      ...CATEGORIES.map((category) => totals[category]),
      totalBytes,
      lowerBound ? 'yes' : '',
      ...MOMENTS.map((moment) => lifecycle?.[moment] ?? null),
      timeRatio,
    ])
  })
  const columns = ['engine', 'release', ...settings, ...CATEGORIES, 'total', 'at_least', ...MOMENTS, 'time_ratio']
  return csvText([columns, ...rows])
}

/** The same for programs: a list of engines and builds. */
export function enginesJson(ladders: readonly EngineLadder[]): string {
  const data = ladders.map(({ engine, configuration, releases }) => ({
    engine: english(engine),
    configuration: { ...configuration, settings: statedSettings(configuration) },
    releases: releases.map(({ version, totals, totalBytes, lowerBound, lifecycle, timeRatio, ...release }) => ({
      profile: release.configuration.profile,
      release: version,
      ...{ totals, totalBytes, lowerBound, lifecycle: lifecycle ?? null, timeRatio },
    })),
  }))
  return `${JSON.stringify(data, null, 2)}\n`
}
