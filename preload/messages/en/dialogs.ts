import type { Sentences } from '../message'
import type { DialogParameters } from '../parameters/dialogs'

export const dialogs: Sentences<DialogParameters> = {
  'dialog.openModel': () => 'Open a model',
  'dialog.openDocument': () => 'Open saved plans and runs',
  'dialog.openNodeData': () => 'Open node data',
  'dialog.chooseInput': () => 'Choose an input',
  'dialog.models': () => 'Models',
  'dialog.documents': () => 'Saved by Convscope',
  'dialog.values': () => 'Raw float32 values',
  'dialog.allFiles': () => 'All files',
  'dialog.mayStart': () => 'Start this program and sample its memory?',
  'dialog.start': () => 'Start',
  'dialog.cancel': () => 'Cancel',
}
