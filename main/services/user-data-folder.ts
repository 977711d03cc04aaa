import { homedir, platform } from 'node:os'
import { join } from 'node:path'

/** Where Electron keeps what an application keeps between two starts, for programs without Electron. */
export function userDataFolder(environment: NodeJS.ProcessEnv): string {
  const name = 'convscope'
  const home = homedir()
  switch (platform()) {
    case 'win32':
      return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), name)
    case 'darwin':
      return join(home, 'Library', 'Application Support', name)
    default:
      return join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), name)
  }
}
