import { resolve } from 'node:path'

/** Absolute path of the model that the command line names, or null. */
export function modelArgument(argv: readonly string[], packaged: boolean, folder: string): string | null {
  // An unpackaged app is started as `electron APP [MODEL]`.
  const own = argv.slice(packaged ? 1 : 2).filter((argument) => !argument.startsWith('-'))
  const model = own[0]
  return model === undefined ? null : resolve(folder, model)
}
