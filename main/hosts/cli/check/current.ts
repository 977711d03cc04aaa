// SPDX-License-Identifier: Apache-2.0
import { type Configuration, fittingSettings } from '#contract/configuration'
import type { Entry, SavedInput } from '#contract/document'
import type { InputView, ModelView } from '#contract/model'
import { lintSentence } from '#core/export/advice-text'
import { profileOf } from '#core/planning/engines/index'
import { ENGLISH } from '#messages/words'
import { type RunChoice, runOptions } from '../commands/run'
import {
  type ConfigurationChoice,
  type ConfigurationOptions,
  configurationChoice,
  withChoice,
  withTarget,
} from '../configuration-options'
import { entryOf, isSaved, loadEntry } from '../entries'
import type { InputShape } from '../model-options'
import { type CommandContext, openSession } from '../session'
import type { Checked } from './conditions'

interface CurrentOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly measured?: boolean
}

/** What is checked: a saved document as it is, or a model under the baseline's configuration and the options. */
export async function currentModel(
  context: CommandContext,
  model: string,
  options: CurrentOptions,
  baseline: Entry | null,
): Promise<Checked> {
  if (isSaved(model)) return { ...(await loadEntry(context, model)), lints: [] }
  const given = configurationChoice(options)
  const sized = (view: ModelView) => [...(baseline === null ? [] : sizesOn(baseline, view)), ...options.inputShape]
  const session = await openSession(context, model, sized)
  const configuration = session.configuration(
    baseline === null ? given : onBaseline(baseline.entry.configuration, given),
  )
  const plan = await session.plan(configuration)
  const run =
    options.measured === true ? await session.run(configuration, await runOptions(context, options)) : undefined
  return {
    ...entryOf(session, plan, run),
    lints: (await session.lints(plan)).map((lint) => lintSentence(ENGLISH, lint)),
  }
}

/**
 * The baseline's sizes for inputs that the file declares as the baseline's did; what another file declares otherwise is
 * planned as that file has it. Dimensions that it leaves open are the baseline's. Of an input with another name the one
 * in its place stands for it.
 */
function sizesOn({ model }: Entry, { inputs, sha256 }: ModelView): readonly InputShape[] {
  return inputs.flatMap((input, place) => {
    const before = model.inputs.find(({ name }) => name === input.name) ?? model.inputs[place]
    if (before === undefined || before.dims.length !== input.declaredDims.length) return []
    return [{ input: input.name, dims: sizeOn(before, input, sha256 === model.sha256) }]
  })
}

function sizeOn({ dims, declaredDims }: SavedInput, input: InputView, sameFile: boolean): readonly number[] {
  return dims.map((dim, axis) => {
    const declared = input.declaredDims[axis] ?? null
    return declared === null || sameFile || declaredDims?.[axis] === declared ? dim : declared
  })
}

/** The baseline's configuration with what is given in its place; another profile keeps of its settings what it has. */
function onBaseline(baseline: Configuration, choice: ConfigurationChoice): ConfigurationChoice {
  const given = choice.target === undefined ? choice : withTarget({ profile: baseline.profile, ...choice })
  const { profile = baseline.profile, isa = baseline.isa } = given
  const declared = profileOf(profile)?.traits.settings ?? []
  const settings = fittingSettings(declared, { isa, settings: baseline.settings })
  return withChoice({ ...baseline, settings }, given)
}
