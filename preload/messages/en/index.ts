// SPDX-License-Identifier: Apache-2.0
import { sentences } from './sentences'
import { words } from './window'

/** The reference: other languages must say what this one says. */
export const en = {
  tag: 'en',
  name: 'English',
  matches: (locale: string) => locale.startsWith('en'),
  sentences,
  words,
} as const
