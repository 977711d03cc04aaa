import { letterOf } from '#contract/comparison'
import { type Configuration, isOffered, type Setting, settingValue } from '#contract/configuration'
import { LANGUAGES } from '#messages/languages'
import { palette } from '../features/palette/palette'
import { currentLanguage, say, t } from '../i18n'
import { traitsOf } from '../lib/configurations'
import { mayKeep, type Side } from '../lib/sides'
import { actions } from '../store'
import { selectShown, selectSides } from '../store/selectors'
import { type AppState, COLOUR_BY, TABS } from '../store/state'
import type { Command } from '../ui/command'

/** What commands depend on. */
const PARTS = [
  'host',
  'samples',
  'model',
  'settings',
  'search',
  'blocksCollapsed',
  'colourBy',
  'configuration',
  'baseline',
] as const
type CommandState = Pick<AppState, (typeof PARTS)[number]> & {
  readonly running: boolean
  /** There is a comparison to export. */
  readonly compared: boolean
  readonly sides: readonly Side[]
}

export function commandState(state: AppState): CommandState {
  const parts = Object.fromEntries(PARTS.map((part) => [part, state[part]])) as Pick<AppState, (typeof PARTS)[number]>
  return { ...parts, running: state.run !== null, compared: selectShown(state) !== null, sides: selectSides(state) }
}

/**
 * Everything the window can be told by key or by name: shortcuts, the command palette and the list of keys are
 * made of this one list. Keys are Netron's where it has them.
 */
export function commandsFor(state: CommandState): readonly Command[] {
  return [...fileCommands(state), ...(state.model === null ? [] : modelCommands(state)), ...windowCommands(state)]
}

function fileCommands({ model, samples }: CommandState): Command[] {
  return [
    // The application menu listens to its key.
    { id: 'open', group: 'file', label: t('palette:open'), keys: ['mod+O'], byMenu: true, run: actions.chooseModel },
    ...(model === null
      ? []
      : [
          {
            id: 'reload',
            group: 'file',
            label: t('palette:reload'),
            keys: ['F5', 'mod+R'],
            run: actions.reload,
          } as const,
        ]),
    ...samples.map(
      ({ id, title }): Command => ({
        id: `sample-${id}`,
        group: 'file',
        label: t('palette:sample', { title }),
        run: () => actions.openSample(id),
      }),
    ),
  ]
}

function modelCommands(state: CommandState): Command[] {
  return [...navigation(state), ...graph(state), ...configurations(state), ...comparison(state)]
}

function navigation({ search }: CommandState): Command[] {
  return [
    { id: 'find', group: 'go', label: t('palette:find'), keys: ['mod+F'], everywhere: true, run: actions.showSearch },
    {
      id: 'next',
      group: 'go',
      label: t('palette:next'),
      keys: ['F3', 'mod+G'],
      everywhere: true,
      // Before there is a search there is no match to go to.
      run: () => (search.open ? actions.goToMatch('next') : actions.showSearch()),
    },
    {
      id: 'previous',
      group: 'go',
      label: t('palette:previous'),
      keys: ['shift+F3', 'mod+shift+G'],
      everywhere: true,
      run: () => (search.open ? actions.goToMatch('previous') : actions.showSearch()),
    },
    { id: 'back', group: 'go', label: t('palette:back'), keys: ['Backspace', 'alt+ArrowLeft'], run: actions.goBack },
    {
      id: 'properties',
      group: 'go',
      label: t('palette:properties'),
      keys: ['mod+Enter'],
      everywhere: true,
      run: () => actions.select(null),
    },
    ...TABS.map(
      (name): Command => ({
        id: `tab-${name}`,
        group: 'go',
        label: t('palette:tab', { tab: t(`app:tabs.${name}`) }),
        keys: [`mod+${TABS.indexOf(name) + 1}`],
        run: () => actions.showTab(name),
      }),
    ),
  ]
}

function graph({ blocksCollapsed, colourBy }: CommandState): Command[] {
  return [
    {
      id: 'zoom-in',
      group: 'graph',
      label: t('palette:zoomIn'),
      keys: ['shift+ArrowUp'],
      run: () => actions.askGraph('zoom-in'),
    },
    {
      id: 'zoom-out',
      group: 'graph',
      label: t('palette:zoomOut'),
      keys: ['shift+ArrowDown'],
      run: () => actions.askGraph('zoom-out'),
    },
    {
      id: 'zoom-reset',
      group: 'graph',
      label: t('palette:zoomReset'),
      keys: ['shift+Backspace'],
      run: () => actions.askGraph('zoom-reset'),
    },
    { id: 'fit', group: 'graph', label: t('palette:fit'), keys: ['F'], run: () => actions.askGraph('fit') },
    {
      id: 'collapse',
      group: 'graph',
      label: t(blocksCollapsed ? 'palette:expand' : 'palette:collapse'),
      keys: ['B'],
      run: () => actions.collapseBlocks(!blocksCollapsed),
    },
    ...COLOUR_BY.filter((figure) => figure !== colourBy).map(
      (figure): Command => ({
        id: `colour-${figure}`,
        group: 'graph',
        label: t('palette:colourBy', { figure: t(`graph:colourBy.${figure}`) }),
        run: () => actions.colourBy(figure),
      }),
    ),
  ]
}

function settingCommands(setting: Setting, configuration: Configuration): Command[] {
  const { id, values } = setting
  const name = say({ id: 'setting.title', setting: id })
  return values
    .filter((value) => value !== settingValue(setting, configuration))
    .map((value) => ({
      id: `${id}-${value}`,
      group: 'configuration',
      label: t('palette:setting', { name, value: say({ id: 'setting.offered', setting: id, value }) }),
      run: () => actions.configure({ settings: { ...configuration.settings, [id]: value } }),
    }))
}

function configurations({ host, configuration, running }: CommandState): Command[] {
  const { profile } = configuration
  return [
    ...(host?.profiles ?? [])
      .filter(({ id }) => id !== profile)
      .map(
        ({ id, label }): Command => ({
          id: `profile-${id}`,
          group: 'configuration',
          label: t('palette:profile', { profile: say(label) }),
          run: () => actions.configure({ profile: id }),
        }),
      ),
    ...traitsOf(host?.profiles ?? [], profile)
      .settings.filter((setting) => isOffered(setting, configuration.isa))
      .flatMap((setting) => settingCommands(setting, configuration)),
    !running
      ? { id: 'run', group: 'run', label: t('palette:run'), keys: ['mod+shift+Enter'], run: actions.startRun }
      : { id: 'cancel-run', group: 'run', label: t('palette:cancelRun'), run: actions.cancelRun },
  ]
}

function comparison({ baseline, configuration, compared, sides }: CommandState): Command[] {
  if (baseline === null) {
    return [{ id: 'keep', group: 'compare', label: t('palette:keep'), run: actions.keepAsBaseline }]
  }
  return [
    ...sides.slice(1).map(
      ({ letter, key }): Command => ({
        id: `side-${letter}`,
        group: 'compare',
        label: t('palette:showSide', { letter }),
        run: () => {
          actions.chooseSide(key)
          actions.showTab('compare')
        },
      }),
    ),
    ...(!mayKeep(sides, configuration)
      ? []
      : [
          {
            id: 'keep-side',
            group: 'compare',
            label: t('palette:keepSide', { letter: letterOf(sides.length) }),
            run: () => actions.addSides([{ configuration }]),
          } as const,
        ]),
    { id: 'swap', group: 'compare', label: t('palette:swap'), run: actions.swap },
    { id: 'drop', group: 'compare', label: t('palette:drop'), run: actions.dropBaseline },
    ...(!compared
      ? []
      : (['csv', 'json'] as const).map(
          (format): Command => ({
            id: `export-${format}`,
            group: 'compare',
            label: t('palette:export', { format: format.toUpperCase() }),
            run: () => actions.exportComparison(format),
          }),
        )),
  ]
}

function windowCommands({ settings }: CommandState): Command[] {
  const language = settings.language === 'system' ? currentLanguage() : settings.language
  return [
    {
      id: 'palette',
      group: 'window',
      label: t('palette:palette'),
      keys: ['mod+K', 'mod+shift+P'],
      everywhere: true,
      run: palette.open,
    },
    {
      id: 'keys',
      group: 'window',
      label: t('palette:keys'),
      keys: ['?'],
      run: () => actions.showKeys(true),
    },
    { id: 'settings', group: 'window', label: t('settings:title'), run: () => actions.showSettings(true) },
    { id: 'about', group: 'window', label: t('about:title'), run: () => actions.showAbout(true) },
    ...LANGUAGES.filter(({ tag }) => tag !== language).map(
      ({ tag, name }): Command => ({
        id: `language-${tag}`,
        group: 'window',
        label: name,
        run: () => void actions.changeSettings({ language: tag }),
      }),
    ),
  ]
}
