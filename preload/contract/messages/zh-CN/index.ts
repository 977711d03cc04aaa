import type { Catalogue } from '../message'
import { reasons } from './reasons'
import { rules } from './rules'
import { story } from './story'

export const zhCN: Catalogue = { text: ({ text }) => text, ...reasons, ...story, ...rules }
