// SPDX-License-Identifier: Apache-2.0
import { homedir, platform } from 'node:os'
import { join } from 'node:path'

/** The product's name in package.json, which Electron makes a folder of; where case matters, spelt as there. */
const NAME = 'Convscope'

/** Where Electron keeps what an application keeps between two starts, for programs without Electron. */
export function userDataFolder(environment: NodeJS.ProcessEnv): string {
  const home = homedir()
  switch (platform()) {
    case 'win32':
      return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), NAME)
    case 'darwin':
      return join(home, 'Library', 'Application Support', NAME)
    default:
      return join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), NAME)
  }
}
