// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'

/** Whether the model is to be opened again when its file changes. */
export function watchArgument(argv: readonly string[]): boolean {
  return argv.includes('--watch')
}

/** Absolute path of the model that the command line names, or null. */
export function modelArgument(argv: readonly string[], packaged: boolean, folder: string): string | null {
  // An unpackaged app is started as `electron [OPTION…] APP [MODEL]`, a packaged one as `convscope [MODEL]`.
  const model = argv.filter((argument) => !argument.startsWith('-'))[packaged ? 1 : 2]
  return model === undefined ? null : resolve(folder, model)
}
