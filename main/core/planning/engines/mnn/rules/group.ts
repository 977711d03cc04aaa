// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'

/** The convolution that every group computes. `batch`: what the group executor hands to it at a time. */
export function groupProblem(p: ConvProblem, batch: number): ConvProblem {
  return {
    ...p,
    batch,
    inChannels: p.inChannels / p.group,
    outChannels: p.outChannels / p.group,
    group: 1,
  }
}

/**
 * compute/ConvolutionGroup.cpp of all versions: `group` executors, each with its own padding to
 * the pack, and four staging tensors while they run. `batch`: images staged at a time.
 */
export function groupExecutor(p: ConvProblem, core: MatrixCore, batch: number, inner: Executor): Executor {
  const groups = p.group
  const inArea = p.inHeight * p.inWidth * core.elementBytes
  const outArea = p.outHeight * p.outWidth * core.elementBytes
  return {
    algorithm: 'grouped',
    className: 'ConvolutionGroup',
    inner: { executor: inner, groups },
    create(pool) {
      for (let group = 0; group < groups; group++) inner.create(pool)
    },
    resize(workspace) {
      const staging = [
        workspace.take('part.outputOfGroup', batch * roundUp(p.outChannels / groups, core.pack) * outArea),
        workspace.take('part.inputOfGroup', batch * roundUp(p.inChannels / groups, core.pack) * inArea),
        workspace.take('part.unpackedInput', batch * p.inChannels * inArea),
        workspace.take('part.unpackedOutput', batch * p.outChannels * outArea),
      ]
      for (let group = 0; group < groups; group++) inner.resize(workspace)
      workspace.free(...staging)
    },
  }
}
