// SPDX-License-Identifier: Apache-2.0
export const undo = {
  undo: 'Undo: {{step}}',
  redo: 'Redo: {{step}}',
  nothingToUndo: 'Undo: nothing yet',
  nothingToRedo: 'Redo: nothing',
  back: 'Undo',
  step: {
    remedy: 'apply the remedy',
    entry: 'load what was kept',
    engine: 'another engine',
    isa: 'another instruction set',
    threads: 'number of threads',
    settings: 'settings of the engine',
    overrides: 'forced algorithms',
    sizes: 'input sizes',
    delete: 'delete from Runs',
    keep: 'keep a plan',
    baseline: 'another A',
    noBaseline: 'drop A',
    swap: 'exchange A and B',
    sides: 'sides of the comparison',
  },
} as const
