// SPDX-License-Identifier: Apache-2.0
export const dialogs = {
  'dialog.openModel': () => 'Open a model',
  'dialog.openDocument': () => 'Open saved plans and runs',
  'dialog.openNodeData': () => 'Open node data',
  'dialog.chooseInput': () => 'Choose an input',
  'dialog.chooseMachine': () => 'Choose a machine',
  'dialog.machine': () => 'What “convscope machine --json” prints',
  'dialog.models': () => 'Models and saved documents',
  'dialog.documents': () => 'Saved by Convscope',
  'dialog.values': () => 'Raw float32 values',
  'dialog.allFiles': () => 'All files',
  /** Whether a program may be started and sampled. */
  'dialog.mayStart': () => 'Start this program and sample its memory?',
  'dialog.leftOut': ({ characters }: { characters: number }) => `[${characters} characters are left out here]`,
  'dialog.start': () => 'Start',
  'dialog.cancel': () => 'Cancel',
}
