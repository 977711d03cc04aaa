// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { actions } from '../../store'
import { COLOUR_BY, type GraphRequest, TABS } from '../../store/state'
import type { CommandState, Entry } from './command-state'

export function go({ search, playing, paired }: CommandState): Entry[] {
  // Before there is a search there is no match to go to.
  const goToMatch = (direction: 'next' | 'previous') => () =>
    search.open ? actions.goToMatch(direction) : actions.showSearch()
  return [
    { id: 'find', label: t('palette:find'), keys: ['mod+F'], everywhere: true, run: actions.showSearch },
    { id: 'next', label: t('palette:next'), keys: ['F3', 'mod+G'], everywhere: true, run: goToMatch('next') },
    {
      id: 'previous',
      label: t('palette:previous'),
      keys: ['shift+F3', 'mod+shift+G'],
      everywhere: true,
      run: goToMatch('previous'),
    },
    ...(paired
      ? [
          {
            id: 'difference-next',
            label: t('palette:nextDifference'),
            keys: ['N'],
            run: () => actions.goToDifference('next'),
          },
          {
            id: 'difference-previous',
            label: t('palette:previousDifference'),
            keys: ['shift+N'],
            run: () => actions.goToDifference('previous'),
          },
        ]
      : []),
    { id: 'step-back', label: t('palette:stepBack'), keys: [','], run: () => actions.seekBy(-1) },
    { id: 'step-on', label: t('palette:stepOn'), keys: ['.'], run: () => actions.seekBy(1) },
    {
      id: 'play',
      label: t(playing ? 'palette:pause' : 'palette:play'),
      keys: ['Space'],
      run: () => actions.play(!playing),
    },
    { id: 'back', label: t('palette:back'), keys: ['Backspace', 'alt+ArrowLeft'], run: actions.goBack },
    {
      id: 'properties',
      label: t('palette:properties'),
      keys: ['mod+Enter'],
      everywhere: true,
      run: () => actions.select(null),
    },
    ...TABS.map((name, index) => ({
      id: `tab-${name}`,
      label: t('palette:tab', { tab: t(`app:tabs.${name}`) }),
      // The tenth has the key that stands tenth.
      keys: [`mod+${(index + 1) % 10}`],
      run: () => actions.showTab(name),
    })),
  ]
}

export function graph({ blocksCollapsed, colourBy, paired, beside }: CommandState): Entry[] {
  const ask = (kind: GraphRequest['kind']) => () => actions.askGraph(kind)
  return [
    { id: 'zoom-in', label: t('palette:zoomIn'), keys: ['shift+ArrowUp'], run: ask('zoom-in') },
    { id: 'zoom-out', label: t('palette:zoomOut'), keys: ['shift+ArrowDown'], run: ask('zoom-out') },
    { id: 'zoom-reset', label: t('palette:zoomReset'), keys: ['shift+Backspace'], run: ask('zoom-reset') },
    { id: 'fit', label: t('palette:fit'), keys: ['F'], run: ask('fit') },
    ...(['png', 'svg'] as const).map((kind) => ({
      id: `graph-${kind}`,
      label: t('palette:saveGraph', { kind: kind.toUpperCase() }),
      run: ask(kind),
    })),
    {
      id: 'collapse',
      label: t(blocksCollapsed ? 'palette:expand' : 'palette:collapse'),
      keys: ['B'],
      run: () => actions.collapseBlocks(!blocksCollapsed),
    },
    ...(paired
      ? [
          {
            id: 'graph-beside',
            label: t(beside ? 'graph:beside.close' : 'palette:beside'),
            run: () => actions.keepPanel({ graphBeside: !beside }),
          },
        ]
      : []),
    { id: 'fold-more', label: t('palette:foldMore'), keys: ['['], run: actions.foldMore },
    { id: 'fold-less', label: t('palette:foldLess'), keys: [']'], run: actions.foldLess },
    ...COLOUR_BY.filter((figure) => figure !== colourBy).map((figure) => ({
      id: `colour-${figure}`,
      label: t('palette:colourBy', { figure: t(`graph:colourBy.${figure}`) }),
      run: () => actions.colourBy(figure),
    })),
  ]
}
