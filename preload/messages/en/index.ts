import type { Catalogue } from '../message'
import { dialogs } from './dialogs'
import { engineProblems } from './engine-problems'
import { documents, files } from './files'
import { notes } from './notes'
import { parts } from './parts'
import { hints, problems, warnings } from './problems'
import { reasons } from './reasons'
import { refusals } from './refusals'
import { rules } from './rules'
import { runs } from './runs'
import { inputCauses, shapeCauses } from './shapes'
import { story } from './story'
import { tensors } from './tensors'
import { unrunnable } from './unrunnable'
import { unsupported } from './unsupported'

export const en: Catalogue = {
  text: ({ text }) => text,
  ...dialogs,
  ...documents,
  ...files,
  ...hints,
  ...inputCauses,
  ...engineProblems,
  ...notes,
  ...parts,
  ...problems,
  ...reasons,
  ...refusals,
  ...rules,
  ...runs,
  ...shapeCauses,
  ...story,
  ...tensors,
  ...unrunnable,
  ...unsupported,
  ...warnings,
}
