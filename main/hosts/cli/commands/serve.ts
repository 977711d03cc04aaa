// SPDX-License-Identifier: Apache-2.0
import { dirname, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { ENGINE_BUILD_LOG, startEngineBuild } from '#app/engine-build/engine-build'
import { infoOf, orNull } from '#core/model/named-paths'
import { startServer } from '#hosts/serve/server'
import { spoken } from '#messages/say'
import { CommandFailure, orDead } from '../exit'
import { parseCount } from '../figures'
import type { CommandContext } from '../session'

const DEFAULT_PORT = 8421

const HELP = `
The server listens on 127.0.0.1 only, and answers nobody without the token in the address that it prints. On a machine
without a display, forward the port:  ssh -L 8421:127.0.0.1:8421 HOST

Examples:
  convscope serve model.onnx
  convscope serve /data/models --port 9000`

export function addServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('the same window in a browser, for machines without a display')
    .argument('[path]', 'a model to open, or a folder; models are opened below it only', '.')
    .addOption(
      new Option('--port <number>', `where to listen (default: ${DEFAULT_PORT}, or any that is free)`).argParser(
        parseCount(0, 65535),
      ),
    )
    .option('--watch', 'open the model again when its file changes')
    .addHelpText('after', HELP)
    .action(async (path: string, options: ServeOptions) => serve(context, resolve(context.folder, path), options))
}

interface ServeOptions {
  readonly port?: number
  readonly watch?: boolean
}

async function serve(context: CommandContext, path: string, { port, watch = false }: ServeOptions): Promise<void> {
  const { terminal, appRoot, appVersion, dataFolder, log, engineBuilder, startProcess, startCore, signal } = context
  const found = await orDead(path, orNull(infoOf(path)))
  if (found === null)
    throw new CommandFailure({ message: spoken(`${path} cannot be served: there is no such file or folder.`) })
  const isFolder = found.isDirectory()
  const engineBuild = engineBuilder && startEngineBuild(engineBuilder, join(dataFolder, ENGINE_BUILD_LOG))
  const options = {
    appRoot,
    appVersion,
    startProcess,
    startCore,
    dataFolder,
    log,
    engineBuild,
    watch,
    folder: isFolder ? path : dirname(path),
    initialModel: isFolder ? null : path,
  }
  // A port that was asked for by number is that one or none.
  const server = await startServer({ ...options, port: port ?? DEFAULT_PORT })
    .catch((error: NodeJS.ErrnoException) => {
      if (port === undefined && error.code === 'EADDRINUSE') return startServer({ ...options, port: 0 })
      throw error
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
      const cause = error.code === 'EACCES' ? 'may not be used' : 'is in use'
      throw new CommandFailure({
        message: spoken(`Port ${port} ${cause}.`),
        hint: spoken('Give another, or 0 for any that is free.'),
      })
    })
  terminal.out(`${server.address}\n`)
  terminal.err(
    `Open this address in a browser. Models are opened below ${isFolder ? path : dirname(path)}. Ctrl+C stops.\n`,
  )
  await new Promise<void>((stopped) => {
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', () => stopped(), { once: true })
  })
  await server.stop()
  engineBuild?.stop()
}
