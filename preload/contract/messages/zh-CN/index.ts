import type { Catalogue } from '../message'
import { notes } from './notes'
import { reasons } from './reasons'
import { rules } from './rules'
import { story } from './story'

export const zhCN: Catalogue = { text: ({ text }) => text, ...notes, ...reasons, ...story, ...rules }
