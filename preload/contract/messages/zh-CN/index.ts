import type { Catalogue } from '../message'
import { engineProblems } from './engine-problems'
import { notes } from './notes'
import { parts } from './parts'
import { reasons } from './reasons'
import { refusals } from './refusals'
import { rules } from './rules'
import { runs } from './runs'
import { story } from './story'
import { unrunnable } from './unrunnable'

export const zhCN: Catalogue = {
  text: ({ text }) => text,
  ...engineProblems,
  ...notes,
  ...parts,
  ...reasons,
  ...refusals,
  ...rules,
  ...runs,
  ...story,
  ...unrunnable,
}
