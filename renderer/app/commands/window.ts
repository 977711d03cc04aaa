// SPDX-License-Identifier: Apache-2.0
import { LANGUAGES } from '#messages/languages'
import { palette } from '../../features/palette/palette'
import { currentLanguage, t } from '../../i18n'
import { actions } from '../../store'
import type { CommandState, Entry } from './command-state'

export function file({ model, samples }: CommandState): Entry[] {
  const reload = { id: 'reload', label: t('palette:reload'), keys: ['F5', 'mod+R'], run: actions.reload }
  return [
    // The application menu listens to its key.
    { id: 'open', label: t('palette:open'), keys: ['mod+O'], byMenu: true, run: actions.chooseModel },
    ...(model === null ? [] : [reload]),
    ...samples.map(({ id, title }) => ({
      id: `sample-${id}`,
      label: t('palette:sample', { title }),
      run: () => actions.openSample(id),
    })),
  ]
}

export function windowCommands({ settings }: CommandState): Entry[] {
  const language = settings.language === 'system' ? currentLanguage() : settings.language
  return [
    {
      id: 'palette',
      label: t('palette:palette'),
      keys: ['mod+K', 'mod+shift+P'],
      everywhere: true,
      run: palette.open,
    },
    { id: 'keys', label: t('palette:keys'), keys: ['?'], run: () => actions.showKeys(true) },
    { id: 'tour', label: t('tour:start'), run: () => actions.showTour(0) },
    { id: 'glossary', label: t('glossary:title'), run: () => actions.showGlossary(true) },
    { id: 'settings', label: t('settings:title'), run: () => actions.showSettings(true) },
    { id: 'about', label: t('about:title'), run: () => actions.showAbout(true) },
    ...LANGUAGES.filter(({ tag }) => tag !== language).map(({ tag, name }) => ({
      id: `language-${tag}`,
      label: name,
      run: () => actions.changeSettings({ language: tag }),
    })),
  ]
}
