// SPDX-License-Identifier: Apache-2.0
import type { Nested, SayNested } from '../sentence'

/** Where a run departs from its plan. */
export const runs = {
  'run.otherKernel': (
    { difference, first, others }: { difference: Nested; first: string; others: number },
    say: SayNested,
  ) => {
    const where = others === 0 ? `“${first}”` : `“${first}” and ${others} other ${others === 1 ? 'layer' : 'layers'}`
    return `The engine runs ${say(difference)} for ${where}.`
  },
  'difference.kernel': ({ ours, theirs }: { ours: string; theirs: string }) => `${ours} in place of ${theirs}`,
  'difference.unit': ({ ours, theirs }: { ours: number; theirs: number }) =>
    `Winograd with ${ours}×${ours} tiles in place of ${theirs}×${theirs}`,
  'difference.strassen': () => 'a plain matrix multiplication in place of Strassen’s',
  'difference.depthwise3x3': () => 'the general depthwise kernel in place of the 3×3 Winograd one',
  'run.dequantised': ({ weights }: { weights: number }) => {
    const what =
      weights === 1
        ? 'One weight that the file stores quantised was'
        : `${weights} weights that the file stores quantised were`
    return `${what} dequantised to float32 before the run: it computes and holds them like any others.`
  },
  'run.wholeNumbers': () => 'Whole numbers are computed in float32, which is exact up to 16,777,216.',
  'run.stages': ({ stages }: { stages: number }) =>
    `Sizes depend on values, so the model ran in ${stages === 1 ? 'one stage' : `${stages} stages`}, each planned when the values were there; every stage keeps its weights and activations until the run ends.`,
  'run.lostEvents': ({ events }: { events: number }) =>
    `${events} events were lost because the queue was full: the categories at the peak are those of the rest.`,
}
