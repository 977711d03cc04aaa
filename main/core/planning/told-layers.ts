// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import type { ToldLayer } from './engine-setup'
import { profileOf } from './engines/index'

/** What the engine is told for single layers so that it runs the plan, where it is told anything. */
export function toldLayers({ decisions }: Plan, nameOf: (node: number) => string): ToldLayer[] {
  return decisions.flatMap(({ node, overridden }) =>
    overridden?.told ? [{ name: nameOf(node), told: overridden.told }] : [],
  )
}

interface ModelText {
  readonly fileName: string
  /** Of the whole file. */
  readonly text: string
  nameOf(node: number): string
}

/** The model's own file as the engine needs it to run the plan with its overrides; `text` itself where nothing is to be told. */
export function toldModel(plan: Plan, { fileName, text, nameOf }: ModelText): Result<string> {
  const ownFile = profileOf(plan.configuration.profile)?.setup.ownFile
  if (ownFile?.fits(fileName) !== true) {
    return fail({ code: 'plan/not-told', message: { id: 'problem.notTold', file: fileName } })
  }
  const untold = plan.decisions.find(({ overridden }) => overridden !== undefined && overridden.told === undefined)
  if (untold !== undefined) {
    const node = nameOf(untold.node)
    return fail({ code: 'plan/not-told', message: { id: 'problem.layerNotTold', file: fileName, node }, node })
  }
  const written = ownFile.write(text, toldLayers(plan, nameOf))
  return written === null
    ? fail({ code: 'plan/not-told', message: { id: 'problem.namesNotUnique', file: fileName } })
    : ok(written)
}
