// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { modelText } from '#core/model/model-text'
import { toldModel } from '#core/planning/told-layers'

/** The text of the model's own file with what the engine is told for single layers so that it runs the plan. */
export async function changedModel(view: ModelView, plan: Plan): Promise<Result<string>> {
  const text = await modelText(view)
  if (!text.ok) return text
  const nameOf = (node: number) => view.nodes[node]?.name ?? ''
  return toldModel(plan, { fileName: view.fileName, text: text.value, nameOf })
}
