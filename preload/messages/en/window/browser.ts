// SPDX-License-Identifier: Apache-2.0
export const browser = {
  chooser: {
    path: 'Path on the server',
    up: 'Folder above',
    empty: 'There is nothing here that can be opened.',
    open: 'Open',
    cancel: 'Cancel',
  },
  noToken: 'This address lacks its token. Open the whole address that “convscope serve” printed.',
} as const
