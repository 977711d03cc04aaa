// SPDX-License-Identifier: Apache-2.0

import { ALGORITHM_TRAITS } from '#contract/algorithms'
import type { Choice } from '#contract/choice'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { KernelAssessment, KernelCatalog } from '#core/planning/native/kernel-catalog'
import { kernelKey } from '#core/planning/native/kernel-key'
import type { ProgramBuffer, ProgramOperation } from '#core/planning/native/program'
import type { Message } from '#messages/message'
import type { Addon, NativeAssessment, NativeShape } from './addon'
import { nativeProblemOf } from './native-error'
import type { NativeChoice, NativeConvProblem } from './native-program'

/** The addon's kernels as planning asks for them. Answers are kept: they depend on arguments only. */
export function createKernelCatalog(
  addon: Pick<Addon, 'kernels' | 'assessConvolution' | 'assessOperation' | 'channelBlock'>,
): KernelCatalog {
  const simple = addon.kernels().map(({ algorithm, unit }) => ({ algorithm, unit: unit === 0 ? null : unit }))
  const inner = simple.filter(({ algorithm }) => ALGORITHM_TRAITS[algorithm].groupable)
  const all: readonly Choice[] = simple.flatMap((kernel): Choice[] =>
    kernel.algorithm === 'grouped' ? inner.map((each) => ({ ...kernel, inner: each })) : [{ ...kernel, inner: null }],
  )
  const ungrouped = all.filter(({ algorithm }) => algorithm !== 'grouped')
  const known = new Map<string, KernelAssessment>()

  return {
    choices: ({ group }) => (group > 1 ? all : ungrouped),
    channelBlock: (isa) => addon.channelBlock(isa),
    assess(problem, choice, isa, threads, weights = 'float32') {
      const key = kernelKey(problem, choice, isa, threads, weights)
      const kept = known.get(key)
      if (kept !== undefined) return kept
      const fresh = orRefusal(() =>
        withNames(addon.assessConvolution(nativeProblem(problem), nativeChoice(choice), isa, threads, weights)),
      )
      known.set(key, fresh)
      return fresh
    },
    assessOperation: (operation, inputs, outputs, isa, threads) =>
      orRefusal(() =>
        addon.assessOperation(
          nativeOperation(operation),
          inputs.map((buffer) => (buffer === null ? null : nativeShape(buffer))),
          outputs.map(nativeShape),
          isa,
          threads,
        ),
      ),
  }
}

/**
 * Files state what no interface has a place for, such as a slope that is no number. What the addon refuses to look at, its
 * kernels do not take: the reason is the addon's. Anything else that is thrown is a bug.
 */
function orRefusal<T>(assess: () => T): T | { readonly supported: false; readonly reason: Message } {
  try {
    return assess()
  } catch (error) {
    return { supported: false, reason: nativeProblemOf(error, []).message }
  }
}

function withNames(answer: NativeAssessment): KernelAssessment {
  if (!answer.supported) return answer
  return { ...answer, workspace: answer.workspace.map(({ name, bytes }) => ({ name: { id: name }, bytes })) }
}

export function nativeProblem({ depthwise: _, ...problem }: ConvProblem): NativeConvProblem {
  return problem
}

export function nativeChoice({ algorithm, unit, inner }: Choice): NativeChoice {
  return {
    algorithm,
    unit: unit ?? 0,
    inner: inner === null ? null : { algorithm: inner.algorithm, unit: inner.unit ?? 0 },
  }
}

/** Kind and the remaining fields apart, as the addon takes an operation. */
export function nativeOperation({ kind, ...params }: ProgramOperation): {
  readonly kind: string
  readonly params: object
} {
  return { kind, params }
}

function nativeShape({ dims, layout, bytes, place }: ProgramBuffer): NativeShape {
  return { dims, layout, bytes, constant: place.kind === 'constant' }
}
