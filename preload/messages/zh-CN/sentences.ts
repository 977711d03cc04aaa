// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '../message'
import { bill } from './bill'
import { dialogs } from './dialogs'
import { engineProblems } from './engine-problems'
import { engines } from './engines'
import { documents, files } from './files'
import { gpu } from './gpu'
import { menu } from './menu'
import { modelChanges } from './model-changes'
import { ncnn } from './ncnn'
import { notes } from './notes'
import { parts } from './parts'
import { hints, problems, warnings } from './problems'
import { reasons } from './reasons'
import { refusals } from './refusals'
import { retired } from './retired'
import { rules } from './rules'
import { runs } from './runs'
import { sessions } from './sessions'
import { settings } from './settings'
import { inputCauses, shapeCauses } from './shapes'
import { story } from './story'
import { targets } from './targets'
import { codings, nodes, tensors } from './tensors'
import { unrunnable } from './unrunnable'
import { unsupported } from './unsupported'

export const sentences: Catalogue = {
  text: ({ text }) => text,
  ...bill,
  ...dialogs,
  ...documents,
  ...files,
  ...hints,
  ...inputCauses,
  ...engineProblems,
  ...engines,
  ...gpu,
  ...menu,
  ...modelChanges,
  ...ncnn,
  ...notes,
  ...parts,
  ...problems,
  ...reasons,
  ...refusals,
  ...retired,
  ...rules,
  ...runs,
  ...sessions,
  ...settings,
  ...shapeCauses,
  ...story,
  ...targets,
  ...codings,
  ...nodes,
  ...tensors,
  ...unrunnable,
  ...unsupported,
  ...warnings,
}
