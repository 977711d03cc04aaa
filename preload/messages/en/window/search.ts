// SPDX-License-Identifier: Apache-2.0
export const search = {
  title: 'Find layers',
  placeholder: 'Find layers: text, /regex/, op:conv ws:>5MB …',
  previous: 'Previous match (Shift+Enter)',
  next: 'Next match (Enter)',
  close: 'Close the search',
  none: 'No layer matches.',
  without: {
    baseline: 'Changes are told against A: keep a configuration as A first.',
    measurement: 'Times are measured: run this configuration first.',
  },
  keys: 'Keys: {{keys}}. All terms must match.',
  help: {
    algorithm: 'algorithm contains',
    size: 'workspace above 5 MiB',
    kernel: '3×3 kernels',
    flag: 'changed in B against A',
    regex: 'regular expression',
    exclude: 'anything else',
  },
  problem: {
    regex: '{{term}} is not a regular expression.',
    bytes: '{{term}} needs a size, such as >5MB or <=100k.',
    count: '{{term}} needs a number, such as >1G.',
    time: '{{term}} needs a time, such as >2ms.',
    'yes-or-no': '{{term}} needs yes or no.',
    comparison: '{{term}}: a comparison is written as one word with a colon, such as ws:>1MB or packed:<=100k.',
    kernel: '{{term}} needs a kernel, such as 3x3 or 1x7.',
  },
} as const
