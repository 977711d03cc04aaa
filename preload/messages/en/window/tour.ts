// SPDX-License-Identifier: Apache-2.0
export const tour = {
  start: 'Tour of ninety seconds',
  title: 'Tour, {{step}} of {{of}}',
  leave: 'Leave',
  back: 'Back',
  next: 'Next',
  end: 'End the tour',
  step: {
    total: {
      title: 'What a model takes',
      text: 'This is ResNet100 under a release of MNN, as modelled: nothing was run. The bar shows what the total is made of; its words explain themselves at a press.',
    },
    map: {
      title: 'Where it is',
      text: 'Every byte of the total has an area here, in the colour of its algorithm. A press selects the layer in graph and table too.',
    },
    compare: {
      title: 'Since when',
      text: 'The same model under the oldest release is A, this one is B. It takes more, although both were asked for little memory.',
    },
    why: {
      title: 'Why',
      text: 'This is the layer that grew most. Here stands which algorithm it gets, and the rule that chose it; below, all others and why they were rejected.',
    },
    remedy: {
      title: 'What helps',
      text: 'Settings, builds and releases that take less, with the code for your program. Apply tries one out, Ctrl+Z takes it back. “Memory and time” shows all of them against each other.',
    },
    yours: {
      title: 'Now yours',
      text: 'Open a model here, or drop it anywhere in the window. This tour can be started again from Help, or with Ctrl+K.',
    },
  },
} as const
