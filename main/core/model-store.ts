// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { InputSizes, InputValues, InputView, ModelId } from '#contract/model'
import { inferShapes } from '#core/model/infer-shapes'
import { inputViews } from '#core/model/model-view'
import { type OpenedModel, openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { collectGarbage } from './model/collect-garbage'
import { nearestSizes } from './model/nearest-sizes'

export interface StoredModel {
  readonly opened: OpenedModel
  readonly shaped: ShapedModel
  readonly id: ModelId
  readonly inputs: readonly InputView[]
  /** Elements of inputs that decide shapes, as they were given. */
  readonly values: InputValues
}

export interface ModelStore {
  /** Opens a file in place of the model that is open; on failure that one stays. */
  open(path: string, onProgress: (fraction: number, stage: 'reading' | 'parsing') => void): Promise<Result<StoredModel>>
  /** Gives up the opening under way, which then answers "cancelled". */
  cancelOpen(): void
  setInputShapes(id: ModelId, shapes: InputSizes, values?: InputValues): Result<StoredModel>
  /** Sizes near those, which the model takes. */
  nearestSizes(id: ModelId, shapes: InputSizes): Result<readonly InputSizes[]>
  get(id: ModelId): Result<StoredModel>
}

export function notOpen(): Result<never> {
  return fail({
    code: 'model/not-open',
    message: { id: 'problem.modelClosed' },
    hint: { id: 'hint.openAgain' },
  })
}

/** Holds the one model that is open. `prefix` begins the ids of its models. */
export function createModelStore(prefix = 'model'): ModelStore {
  let current: StoredModel | null = null
  let opening: AbortController | null = null
  let count = 0

  // Every set of shapes is a model id of its own: plans and runs made before cannot be taken for it.
  const keep = (opened: OpenedModel, shapes: InputSizes, values: InputValues = {}): Result<StoredModel> => {
    collectGarbage(opened.model.tensors.length)
    const shaped = inferShapes(opened.model, shapes, values)
    if (!shaped.ok) return fail({ file: opened.path, ...shaped.problem })
    count += 1
    current = { id: `${prefix}-${count}`, inputs: inputViews(shaped.value), opened, shaped: shaped.value, values }
    return ok(current)
  }

  const get = (id: ModelId): Result<StoredModel> => (current?.id === id ? ok(current) : notOpen())

  return {
    get,
    async open(path, onProgress) {
      opening?.abort()
      const controller = new AbortController()
      opening = controller
      const opened = await openModel(path, { signal: controller.signal, onProgress })
      if (opening === controller) opening = null
      if (controller.signal.aborted)
        return fail({ code: 'cancelled', message: { id: 'problem.openingCancelled', file: null } })
      return opened.ok ? keep(opened.value, {}) : opened
    },
    cancelOpen: () => opening?.abort(),
    setInputShapes(id, shapes, values) {
      const stored = get(id)
      return stored.ok ? keep(stored.value.opened, shapes, values) : stored
    },
    nearestSizes(id, shapes) {
      const stored = get(id)
      if (!stored.ok) return stored
      const { opened, inputs, values } = stored.value
      return ok(nearestSizes(shapes, inputs, (sizes) => inferShapes(opened.model, sizes, values).ok))
    },
  }
}
