// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import { isOffered, withOtherValues } from '#contract/configuration'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { mayKeep } from '../../lib/sides'
import { actions } from '../../store'
import { undoWords } from '../undo-words'
import type { CommandState, Entry } from './command-state'

export function configuration({ host, configuration: current, undo }: CommandState): Entry[] {
  const profiles = host?.profiles ?? []
  const settings = traitsOf(profiles, current.profile).settings.filter((setting) => isOffered(setting, current))
  const words = undoWords(undo)
  return [
    { id: 'undo', label: words.undo ?? t('undo:nothingToUndo'), keys: ['mod+Z'], run: actions.undo },
    { id: 'redo', label: words.redo ?? t('undo:nothingToRedo'), keys: ['mod+shift+Z', 'mod+Y'], run: actions.redo },
    ...profiles
      .filter(({ id }) => id !== current.profile)
      .map(({ id, label }) => ({
        id: `profile-${id}`,
        label: t('palette:profile', { profile: say(label) }),
        run: () => actions.configure({ profile: id }),
      })),
    ...settings.flatMap((setting) => {
      const { id } = setting
      const name = say({ id: 'setting.title', setting: id })
      return withOtherValues(current, setting).map(({ value, configuration: other }) => ({
        id: `${id}-${value}`,
        label: t('palette:setting', { name, value: say({ id: 'setting.offered', setting: id, value }) }),
        run: () => actions.configure(other),
      }))
    }),
  ]
}

export function run({ running }: CommandState): Entry[] {
  return running
    ? [{ id: 'cancel-run', label: t('palette:cancelRun'), run: actions.cancelRun }]
    : [{ id: 'run', label: t('palette:run'), keys: ['mod+shift+Enter'], run: actions.startRun }]
}

export function compare({ baseline, configuration: current, compared, sides }: CommandState): Entry[] {
  const withFile = { id: 'compare-file', label: t('compare:withFile'), run: actions.compareWithFile }
  if (baseline === null) return [{ id: 'keep', label: t('palette:keep'), run: actions.keepAsBaseline }, withFile]
  const keepSide = {
    id: 'keep-side',
    label: t('palette:keepSide', { letter: letterOf(sides.length) }),
    run: () => actions.addSides([{ configuration: current }]),
  }
  const exports = (['csv', 'json'] as const).map((format) => ({
    id: `export-${format}`,
    label: t('palette:export', { format: format.toUpperCase() }),
    run: () => actions.exportComparison(format),
  }))
  return [
    withFile,
    ...sides.slice(1).map(({ letter, key }) => ({
      id: `side-${letter}`,
      label: t('palette:showSide', { letter }),
      run: () => {
        actions.chooseSide(key)
        actions.showTab('compare')
      },
    })),
    ...(mayKeep(sides, current) ? [keepSide] : []),
    { id: 'swap', label: t('palette:swap'), run: actions.swap },
    { id: 'drop', label: t('palette:drop'), run: actions.dropBaseline },
    ...(compared ? exports : []),
  ]
}
