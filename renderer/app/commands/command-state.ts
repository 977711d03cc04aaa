// SPDX-License-Identifier: Apache-2.0
import { selectPair, selectShown, selectSides } from '../../store/selectors'
import type { AppState } from '../../store/state'
import type { Command } from '../../ui/command'

/** A command of a group. */
export type Entry = Omit<Command, 'group'>

/** What commands depend on. */
export type CommandState = ReturnType<typeof commandState>

export function commandState(state: AppState) {
  const { host, samples, model, settings, search, blocksCollapsed, colourBy, configuration, baseline, undo, playing } =
    state
  const parts = {
    host,
    samples,
    model,
    settings,
    search,
    blocksCollapsed,
    colourBy,
    configuration,
    baseline,
    undo,
    playing,
  }
  return {
    ...parts,
    running: state.run !== null,
    /** There is a comparison to export. */
    compared: selectShown(state) !== null,
    sides: selectSides(state),
    /** Two files are compared. */
    paired: selectPair(state) !== null,
    beside: state.panels.graphBeside,
  }
}
