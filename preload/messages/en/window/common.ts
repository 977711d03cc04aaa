// SPDX-License-Identifier: Apache-2.0
/** What every feature says alike. */
export const common = {
  /** What stands behind a category's total, where its name alone misleads. */
  meaning: {
    workspace:
      'What workspaces add to activations. Layers use it one after another, and may use memory that activations leave free: it is not their sum, and can be less than the largest.',
  },
  phase: { load: 'Load', prepare: 'Prepare', execute: 'Execute', finish: 'Finish' },
  origin: { modelled: 'modelled', measured: 'measured by Convscope', 'reported by the OS': 'reported by the OS' },
  stairs: {
    title: 'From the file to the process',
    unknown: 'What this process would take is not modelled for this engine and processor.',
  },
  originExplained: {
    modelled: 'Calculated from the rules of the engine version, without running the model.',
    measured: "Counted by Convscope's own engine while it ran the model.",
    'reported by the OS': 'Resident set of the inference process as the operating system reports it.',
  },
  shape: { unknown: 'unknown', scalar: 'scalar' },
  exactBytes: '{{bytes}} bytes',
  whatIfExplained: 'What if: an override forces this. The engine would choose otherwise by itself.',
  atLeast: 'at least',
  unknown: 'unknown',
  new: 'new',
  unknownHint: 'The profile does not model it: it is in no total.',
  progress: {
    left: '{{time}} left',
    passed: '{{time}} so far',
    seconds: '{{count}} s',
    minutes: '{{minutes}}:{{seconds}} min',
  },
  cancel: 'Cancel',
  dismiss: 'Dismiss this message',
} as const
