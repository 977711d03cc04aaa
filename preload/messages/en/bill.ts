// SPDX-License-Identifier: Apache-2.0
import { clause, signed, size } from '../figures'
import type { Nested, SayNested } from '../sentence'

/** How the rows of a plan add up to its totals. */
export const bill = {
  'bill.packed': (
    { total, rows, beside }: { total: number; rows: number; beside: readonly { name: Nested; bytes: number }[] },
    say: SayNested,
  ) => {
    const others = beside.map(({ name, bytes }) => `${signed(bytes, size)} ${say(name)}`)
    return beside.length === 0
      ? `Packed weights: ${size(total)}, the sum of the rows.`
      : `Packed weights: ${size(rows)} in the rows, ${others.join(', ')}: ${size(total)} in total.`
  },
  'bill.unknown': ({ layers, first, why }: { layers: number; first: string; why: Nested }, say: SayNested) =>
    `The totals are “at least”: what ${layers === 1 ? `the layer “${first}” holds is` : `${layers} layers hold, the first being “${first}”, is`} not known (${clause(say(why))}).`,
  'bill.leftOut': ({ nodes, first }: { nodes: number; first: string }) =>
    `The totals are “at least”: ${nodes === 1 ? `the node “${first}” is` : `${nodes} nodes, the first being “${first}”, are`} left out.`,
  /** `pool`, `without`: bytes of the pool of activations and workspaces, and what it would be if no layer needed a workspace. */
  'bill.workspace': ({
    first,
    own,
    alive,
    pool,
    without,
  }: {
    first: string
    own: number
    alive: number
    pool: number
    without: number
  }) => {
    const most = `at “${first}” activations of ${size(alive)} and its workspace of ${size(own)} are held at once`
    const gaps =
      pool > alive + own
        ? ` The other ${size(pool - alive - own)} are copies that moving tensors takes, and gaps that none fits into.`
        : ''
    const has =
      size(pool) === size(without) ? ` of ${size(pool)}` : `, which has ${size(pool)} instead of ${size(without)}`
    return `Workspace: ${size(pool - without)} is what workspaces add to the pool${has}; ${most}.${gaps}`
  },
  /** `slack`: by how much the workspace fits into memory that activations need at other moments. */
  'bill.workspaceFits': ({ first, own, without }: { first: string; own: number; without: number }) =>
    `Workspace: nothing is added, since every workspace (the largest is ${size(own)}, of “${first}”) fits into the ${size(without)} that activations need at other moments.`,
  'bill.workspaceLargest': ({ first, own }: { first: string; own: number }) =>
    `Workspace: one block of ${size(own)} for all layers, as large as that of “${first}”.`,
  'bill.constants': () => 'constants of the graph',
  'bill.keptScratch': () => 'scratch from creating layers, which the pool keeps as blocks in use are cut from it',
  'bill.tables': () => 'tables of positions',
  'bill.otherLayers': () => 'of layers that have no row',
  'bill.plainWeights': () => 'weights of layers that are not modelled, at their plain size',
  'reason.noChoice': () => 'The engine has one way to run this layer.',
  'reason.volume': ({ bytes }: { bytes: number }) =>
    `It is one matrix product with what is gathered of its input, ${size(bytes)}, which counts among the activations. The rule was read from the engine’s source, not measured.`,
  'reason.integersRead': () =>
    'The engine has one way to run this layer on 8-bit integers. The rule was read from its source, not measured.',
  'unmodelled.shape': () => 'Its shape is unknown or empty.',
  'unmodelled.dimensions': () => 'Kernels over more than two dimensions are not modelled for this engine.',
  'unmodelled.transposed': () => 'Transposed convolutions of this form are not modelled for this engine.',
  'reason.recurrentLoops': () =>
    'It is taken apart into one matrix product with the input and loops over time, whose tensors count among the activations. The rule was read from the engine’s source, not measured.',
  'reason.recurrentSteps': () =>
    'It is taken apart into matrix products and element-wise operations for every step of time, whose tensors count among the activations. The rule was read from the engine’s source, not measured.',
  'reason.recurrentWhole': () =>
    'One executor runs it step by step. The rule was read from the engine’s source, not measured.',
  'reason.recurrentOnRequest': () =>
    'The file is taken to be converted with --useOriginRNNImpl: else the converter writes a loop over a graph of its own, which no session runs. The rule was read from the engine’s source, not measured.',
  'unmodelled.recurrentRelease': () =>
    'Recurrent layers of this kind are not modelled for this release of MNN: LSTM is from 1.1.0 on, GRU from 1.1.6, plain cells from 1.2.6.',
  'unmodelled.recurrentWeights': () => 'Recurrent layers are modelled where their weights and bias are constants.',
  'unmodelled.recurrentBias': () =>
    'The converter of this release of MNN takes a recurrent layer of this kind only with a bias.',
  'unmodelled.recurrentLengths': () => 'MNN’s converter takes no GRU whose sequences have lengths of their own.',
  'unmodelled.recurrent': () =>
    'Recurrent layers are modelled with constant weights, the usual functions and sequences of one length; a GRU that resets before its product is not.',
  'unmodelled.ncnnIntegers': () =>
    'Convolutions of 8-bit integers are not modelled for ncnn, nor its products of matrices of them.',
  'unmodelled.integers': () =>
    'This convolution of 8-bit integers is not modelled here: Winograd, several groups, fewer than eight bits before MNN 1.2.0 and weights of four bits from 3.1.4 on have rules of their own.',
  'reason.transposedVolume': ({ bytes }: { bytes: number }) =>
    `It is one matrix product whose result is laid out over the output once for every channel and tap, ${size(bytes)}, which counts among the activations, and summed. The rule was read from the engine’s source, not measured.`,
  'unmodelled.transposedVolume': () =>
    'Transposed convolutions over three axes are modelled from MNN 2.1.2 on, with weights that are not computed; to 3.0.4 and in its own files with one group.',
  'unmodelled.volume': () =>
    'Convolutions over three axes are modelled from MNN 1.1.0 on, with weights that are not computed; to 1.2.2 with one group, and from 3.4.0 on with groups of more than a few channels.',
  'unmodelled.kind': () => 'Layers of this kind are not modelled for this engine.',
  'bill.rounding': () => 'from how the pool divides its blocks',
  'stairs.file': () => 'Weights in the file',
  'stairs.packing': () => 'packing',
  'stairs.packed': () => 'Packed weights',
  'stairs.buffer': () => 'model file in memory',
  'stairs.pool': () => 'activations, workspace',
  'stairs.rest': () => 'other memory',
  'stairs.held': () => 'Held, the total',
  'stairs.asked': () => 'Asked of the driver',
  'stairs.idle': () => 'unused then, in the pool',
  'stairs.inUse': () => 'In use at the peak',
  'stairs.whole': () => 'which stays in the pool',
  'stairs.process': () => 'program and libraries',
  'stairs.resident': () => 'Resident set',
  'stairs.beyond': () => 'beyond the model',
  'stairs.reported': () => 'Highest of the program',
}
