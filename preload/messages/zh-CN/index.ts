// SPDX-License-Identifier: Apache-2.0
import type { LanguageFolder } from '../translation'
import { sentences } from './sentences'
import { words } from './window'

export const zhCN = {
  tag: 'zh-CN',
  name: '简体中文',
  matches: (locale) => locale.startsWith('zh'),
  sentences,
  words,
} as const satisfies LanguageFolder
