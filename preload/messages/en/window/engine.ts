// SPDX-License-Identifier: Apache-2.0
export const engine = {
  trackedAtPeakRss: 'Tracked at that moment',
  remainder: 'Remainder',
  remainderMeaning:
    'The engine’s code, its threads, the program, and what the C library keeps, less what was allocated but not yet written to.',
  fusedInto: 'Computed as part of ',
  fusedHere: 'Also computes ',
  estimated: 'Estimated',
  measured: 'Measured',
  partly: '{{measured}} of {{kernels}} measured',
  measuring: '{{done}} of {{kernels}}…',
  explanation:
    'High memory mode takes the fastest kernel of every layer. Which one that is can be measured on this machine; without, it is estimated. Layers of equal shape are measured once.',
  kept_one: '{{count}} time is kept, in {{path}}.',
  kept_other: '{{count}} times are kept, in {{path}}.',
  start: 'Measure kernels',
  clear: 'Forget all times',
  progress: 'Kernels measured',
  cancel: 'Cancel',
} as const
