// SPDX-License-Identifier: Apache-2.0
import type { Allocator, Block, RunMemory } from '../memory/allocator'
import type { NetExecutor, Originals } from './executor'
import type { LayerSettings } from './layer'

export type Cell = 'lstm' | 'gru' | 'rnn'

/** By what releases differ about recurrent layers. */
export interface RecurrentRules {
  /** x86 packs the weights of an LSTM; those of other cells are used as they are loaded. ARM64 packs all. */
  readonly packsLstm: boolean
  /** Whether original weights stay beside packed ones: of an LSTM, and of the other cells. */
  readonly originals: Readonly<Record<Cell, Originals>>
  /** States are of each direction; else both directions use the same, and given ones count only where they are given back. */
  readonly statesByDirection: boolean
}

/** A recurrent layer: `inputs` to `hidden` values, for each of `steps`, in one direction or two. */
export interface RecurrentLayer {
  readonly cell: Cell
  readonly steps: number
  readonly inputs: number
  readonly hidden: number
  readonly directions: number
  /** The first states are inputs of the layer. */
  readonly isGiven: boolean
  /** The last states are outputs of it. */
  readonly givesStates: boolean
}

const TYPES = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' } as const
const GATES = { lstm: 4, gru: 3, rnn: 1 } as const
/** A GRU has two for its last gate. */
const BIASES = { lstm: 4, gru: 4, rnn: 1 } as const

/** 20260526: lstm.cpp, gru.cpp, rnn.cpp, x86/lstm_x86.cpp, arm/lstm_arm.cpp, gru_arm.cpp, rnn_arm.cpp and their asimdhp. */
export class RecurrentExecutor implements NetExecutor {
  constructor(
    readonly layer: RecurrentLayer,
    readonly rules: RecurrentRules,
    readonly settings: LayerSettings,
  ) {}

  get type() {
    return TYPES[this.layer.cell]
  }

  get className() {
    return this.type
  }

  get #isArm() {
    return this.settings.isa.startsWith('arm')
  }

  /** Only ARM64 has them in 16 bits. */
  get #elementBytes(): 2 | 4 {
    return this.#isArm ? this.settings.elementBytes : 4
  }

  get #hasHalfArithmetic() {
    return this.settings.half && this.settings.packs.includes(8)
  }

  read(heap: Allocator): () => void {
    const { cell, inputs, hidden, directions } = this.layer
    const loaded = (width: number, height: number) => loadedMat(heap, this.settings, width, height, directions)
    const originals = [
      loaded(inputs, GATES[cell] * hidden),
      loaded(hidden, BIASES[cell]),
      loaded(hidden, GATES[cell] * hidden),
    ]
    return () => this.#pack(originals, heap)
  }

  #pack(originals: readonly Block[], heap: Allocator): void {
    const { cell } = this.layer
    if (!this.#isArm && !(cell === 'lstm' && this.rules.packsLstm)) return
    for (const bytes of this.#packedBytes()) heap.take(bytes)
    if (!this.settings.lightMode || this.rules.originals[cell] === 'kept') return
    // In float32 the biases of a plain cell are used as they are.
    const dropped = originals.filter((_, position) => position !== 1 || cell !== 'rnn' || this.#elementBytes === 2)
    for (const block of dropped) heap.give(block)
  }

  /** Weights of the input, biases, weights of the state. */
  #packedBytes(): number[] {
    const { cell, inputs, hidden, directions } = this.layer
    const { mats, isa } = this.settings
    const bytes = this.#elementBytes
    const mat = (width: number, height: number, elementBytes: number) =>
      mats.m3(width, height, directions, elementBytes)
    const biases = mat(hidden, 1, 4 * bytes)
    if (cell === 'lstm') {
      const byTwo = this.#isArm ? this.#hasHalfArithmetic : isa !== 'sse'
      const rows = byTwo ? Math.ceil(hidden / 2) : hidden
      const element = (byTwo ? 8 : 4) * bytes
      return [mat(inputs, rows, element), biases, mat(hidden, rows, element)]
    }
    const byEight = cell === 'rnn' && this.#hasHalfArithmetic
    const left = byEight ? hidden % 8 : hidden
    const rows = (byEight ? Math.floor(hidden / 8) : 0) + Math.floor(left / 4) + (hidden % 4)
    const width = (byEight ? 8 : 4) * GATES[cell]
    const weights = [mat(width * inputs, rows, bytes), mat(width * hidden, rows, bytes)] as const
    if (cell === 'gru') return [weights[0], biases, weights[1]]
    return bytes === 4 ? [...weights] : [...weights, mat(hidden, 1, bytes)]
  }

  /** States, output, what each direction gives, gates. */
  run({ workspace, blobs }: RunMemory): readonly Block[] {
    const { cell, steps, hidden, directions, isGiven, givesStates } = this.layer
    const { mats } = this.settings
    const { statesByDirection } = this.rules
    const bytes = this.#elementBytes
    const keepsStates = givesStates && (statesByDirection || isGiven)
    const from = keepsStates ? blobs : workspace
    const state = mats.m2(hidden, statesByDirection ? directions : 1)
    const states = (cell === 'lstm' ? [0, 1] : [0]).map(() => from.take(state, 'part.recurrentState'))
    const output = blobs.take(mats.m2(hidden * directions, steps, bytes))
    const each = mats.m2(hidden, steps, bytes)
    const parts = directions === 2 ? [0, 1].map(() => workspace.take(each, 'part.recurrentDirections')) : []
    for (let direction = 0; direction < directions; direction++) {
      workspace.give(workspace.take(this.#gateBytes(), 'part.recurrentState'))
    }
    for (const block of parts.reverse()) workspace.give(block)
    if (!keepsStates) {
      for (const block of states.reverse()) workspace.give(block)
      return [output]
    }
    if (bytes === 4) return [output, ...states]
    const cast = states.map(() => blobs.take(mats.m2(hidden, directions, bytes)))
    for (const block of states.reverse()) blobs.give(block)
    return [output, ...cast]
  }

  #gateBytes(): number {
    const { cell, hidden } = this.layer
    const { mats } = this.settings
    if (cell === 'lstm') return mats.m2(4, hidden, this.#hasHalfArithmetic && this.#isArm ? 2 : 4)
    if (cell === 'rnn') return mats.m1(hidden)
    return this.#isArm ? mats.m2(8, Math.floor(hidden / 4) + (hidden % 4)) : mats.m2(2, hidden)
  }
}

/** A Mat of three axes, read as a vector and laid out anew where channels do not begin at multiples of 16. 20260526:modelbin.cpp. */
function loadedMat(heap: Allocator, { mats }: LayerSettings, width: number, height: number, channels: number): Block {
  const elements = width * height
  const read = heap.take(mats.m1(elements * channels))
  if (mats.m3(width, height, 1) === 4 * elements) return read
  const laidOut = heap.take(mats.m3(width, height, channels))
  heap.give(read)
  return laidOut
}
