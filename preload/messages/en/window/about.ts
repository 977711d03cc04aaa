// SPDX-License-Identifier: Apache-2.0
export const about = {
  title: 'About Convscope',
  close: 'Close',
  version: 'Version',
  log: 'Application log, to be quoted in reports of bugs: {{path}}',
  packages_one: '{{count}} bundled package',
  packages_other: '{{count}} bundled packages',
  filter: 'Filter by name or licence',
  none: 'No package matches.',
  noText: 'The package holds no text of its licence.',
  unread: 'The list of packages could not be read.',
  electron:
    'The licences of Electron and Chromium are beside the program, in LICENSE.electron.txt and LICENSES.chromium.html.',
} as const
