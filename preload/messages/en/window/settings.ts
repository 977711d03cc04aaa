// SPDX-License-Identifier: Apache-2.0
export const settings = {
  title: 'Settings',
  theme: 'Colours',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  systemLanguage: 'System',
  units: 'Sizes',
  unitNames: { binary: 'KiB, MiB', decimal: 'kB, MB' },
  threads: 'Threads at start',
  threadsAuto: 'as processors',
  reopenLast: 'Open the last model at start',
  watch: 'Reload a model when its file changes',
  machine: 'This machine',
  machineAgain: 'Measure again',
  machineMeasuring: 'Measuring …',
  machineMeaning:
    'What it can do at most, measured: arithmetic of one thread, and reading from each cache and from memory by one thread and by all. Other programs at work make it less.',
  machineFrom: 'Reading from',
  machineThreads: 'one thread · all',
  machineLevels: { L1: 'L1', L2: 'L2', L3: 'L3', memory: 'Memory' },
} as const
