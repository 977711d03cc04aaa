// SPDX-License-Identifier: Apache-2.0

import { type Command, Option } from 'commander'
import type { Entry } from '#contract/document'
import type { NodeFigure } from '#contract/history'
import { changedModel } from '#core/export/changed-model'
import { nodeDataJson } from '#core/export/node-data'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { documentText, entryOf, isSaved, parseSide, readAdvisable } from '../entries'
import { orFail, usageError } from '../exit'
import { addShapeOption, type InputShape } from '../model-options'
import { deliver } from '../output'
import { type CommandContext, openSession } from '../session'
import { addTimesOption } from '../times-option'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface ExportOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly run?: boolean
  readonly nodeData?: keyof typeof NODE_DATA
  readonly ownFile?: boolean
  readonly output?: string
}

const EXAMPLES = `
Examples:
  convscope export model.mnn mnn-1.0.1 mnn-2.8.1 mnn-3.6.1 --memory low --output plans.json
  convscope export before.json after.json --output both.json
  convscope export net.param ncnn-20260526 --override conv1=im2col --own-file --output net-told.param
  convscope export model.mnn mnn-2.8.1 --node-data workspace --output workspace.json`

/** Figures for Model Explorer, by what the command line calls them. */
const NODE_DATA = { packed: 'packedWeights', workspace: 'workspace', time: 'time' } as const

export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .description('saves plans, and runs with --run, as one document that compare, check, report and the window read')
    .argument('<what...>', 'MODEL and configurations as for compare, or saved documents to put together')
  addRunOptions(addTimesOption(addConfigurationOptions(addShapeOption(command))))
    .option('--run', 'run every configuration and save what was measured')
    .addOption(
      new Option(
        '--node-data <figure>',
        'instead: a figure of every layer, as Model Explorer reads it; time runs the model',
      ).choices(Object.keys(NODE_DATA)),
    )
    .option(
      '--own-file',
      'instead: the model’s own file with the overrides in it, where the engine reads them there (.param, ncnn from 20221128)',
    )
    .addOption(new Option('-o, --output <file>', 'where to save; without it, standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async (what: readonly string[], options: ExportOptions) => {
      if (options.nodeData !== undefined) {
        await deliver(context, options.output, await nodeData(context, what, options, NODE_DATA[options.nodeData]))
        return
      }
      if (options.ownFile === true) {
        await deliver(context, options.output, await ownFile(context, what, options))
        return
      }
      const found = await readAdvisable(context, what, {
        inputShape: options.inputShape,
        shared: configurationChoice(options),
        ...(options.run === true ? { run: await runOptions(context, options) } : {}),
      })
      const entries: Entry[] = []
      for (const { entry, whole } of found) entries.push(whole === undefined ? entry : await whole())
      await deliver(context, options.output, documentText(context, entries))
    })
}

/** A model and at most one configuration, planned: saved documents do not have the model. */
async function planned(
  context: CommandContext,
  [model = '', configured, ...more]: readonly string[],
  options: ExportOptions,
  option: string,
) {
  if (isSaved(model) || more.length > 0 || (configured !== undefined && isSaved(configured))) {
    throw usageError(`${option} takes a model and at most one configuration.`)
  }
  const choice = { ...configurationChoice(options), ...(configured === undefined ? {} : parseSide(configured)) }
  const session = await openSession(context, model, options.inputShape)
  const configuration = session.configuration(choice)
  return { session, configuration, plan: await session.plan(configuration) }
}

async function ownFile(context: CommandContext, what: readonly string[], options: ExportOptions): Promise<string> {
  const { session, plan } = await planned(context, what, options, '--own-file')
  return orFail(await changedModel(session.view, plan))
}

/** Node data goes by names of tensors. */
async function nodeData(
  context: CommandContext,
  what: readonly string[],
  options: ExportOptions,
  figure: NodeFigure,
): Promise<string> {
  const { session, configuration, plan } = await planned(context, what, options, '--node-data')
  const wantsRun = options.run === true || figure === 'time'
  const run = wantsRun ? await session.run(configuration, await runOptions(context, options)) : undefined
  return orFail(nodeDataJson(session.view, entryOf(session, plan, run).entry, figure))
}
