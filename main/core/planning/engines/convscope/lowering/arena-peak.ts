// SPDX-License-Identifier: Apache-2.0
import type { AliveTensor, PlanPeak } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import type { Draft } from './draft'
import type { StorageLife, StoragePlan } from './storage-plan'

/** What is read of a draft: its ops and which buffers are whose. */
type Written = Pick<Draft, 'ops' | 'buffers'>

interface Named {
  readonly shaped: ShapedModel
  /** Tensor of the model that a buffer holds, by buffer. */
  readonly tensors: ReadonlyMap<number, number>
  /** Buffers of the model's outputs. */
  readonly outputs: readonly number[]
}

/**
 * Where a program needs most of its arena and workspace, and what lies in the arena then, at the bytes that the engine
 * gives it: with padding of layouts, and copies in another layout as tensors of their own. Operations that write where
 * they read have one place for both. `live`: bytes alive at each op. null without an op.
 */
export function arenaPeak(
  draft: Written,
  { lives }: Pick<StoragePlan, 'lives'>,
  live: readonly number[],
  named: Named,
): PlanPeak | null {
  const needed = draft.ops.map(({ workspaceBytes }, index) => (live[index] ?? 0) + workspaceBytes)
  const step = needed.indexOf(needed.reduce((most, bytes) => Math.max(most, bytes), 0))
  const op = draft.ops[step]
  if (op === undefined) return null
  const here = lives.filter(({ first, last }) => first <= step && step <= last)
  const alive = here
    .filter((life) => !here.some((other) => takesPlaceOf(other, life)))
    .map((life) => aliveTensor(life, draft, named))
    .sort((a, b) => b.bytes - a.bytes)
  return { node: op.node, activationBytes: live[step] ?? 0, workspaceBytes: op.workspaceBytes, alive }
}

/** Whether `other` holds all bytes of `life` too: it is larger, or was written there later. */
function takesPlaceOf(other: StorageLife, life: StorageLife): boolean {
  if (other === life || other.root !== life.root) return false
  const [end, otherEnd] = [life.offset + life.bytes, other.offset + other.bytes]
  if (other.offset > life.offset || otherEnd < end) return false
  return other.bytes > life.bytes || other.first > life.first
}

/** What made the values, also of a copy that `writer` made for itself; null for an input of the model. */
function producerOf(tensor: number, { model }: ShapedModel, writer: Written['ops'][number] | undefined): number | null {
  if (model.inputs.some((input) => input.tensor === tensor)) return null
  return model.nodes.find(({ outputs }) => outputs.includes(tensor))?.id ?? writer?.node ?? null
}

function aliveTensor({ storage, bytes }: StorageLife, draft: Written, named: Named): AliveTensor {
  const { shaped, tensors, outputs } = named
  const own = draft.buffers.flatMap(({ place }, buffer) =>
    place.kind === 'storage' && place.storage === storage ? [buffer] : [],
  )
  const isOwn = (buffer: number) => own.includes(buffer)
  const holder = own.find((buffer) => tensors.has(buffer)) ?? own[0] ?? -1
  const tensor = tensors.get(holder) ?? -1
  return {
    name: shaped.model.tensors[tensor]?.name ?? '',
    dims: shaped.dims[tensor] ?? draft.buffers[holder]?.dims ?? [],
    bytes,
    producer: producerOf(
      tensor,
      shaped,
      draft.ops.find((op) => op.outputs.some(isOwn)),
    ),
    lastUse: outputs.some(isOwn) ? null : (draft.ops.filter((op) => op.inputs.some(isOwn)).at(-1)?.node ?? null),
  }
}
