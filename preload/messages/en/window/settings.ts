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
} as const
