import type { None } from './parameters'

/** What dialogs of the system ask: titles, kinds of files, buttons. */
export interface DialogParameters {
  'dialog.openModel': None
  'dialog.openDocument': None
  'dialog.openNodeData': None
  'dialog.chooseInput': None
  'dialog.models': None
  'dialog.documents': None
  'dialog.values': None
  'dialog.allFiles': None
  /** Whether a program may be started and sampled. */
  'dialog.mayStart': None
  'dialog.start': None
  'dialog.cancel': None
}
