export const browser = {
  chooser: {
    path: 'Path on the server',
    up: 'Folder above',
    empty: 'There is nothing here that can be opened.',
    open: 'Open',
    cancel: 'Cancel',
  },
  noToken: 'This address lacks its token. Open the whole address that “convscope serve” printed.',
  lost: 'The connection to the server was lost. Start “convscope serve” again and open the address that it prints.',
  unreachable: 'The server did not answer. Is “convscope serve” running, and is the address the one that it printed?',
} as const
