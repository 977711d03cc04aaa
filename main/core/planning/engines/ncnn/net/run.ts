// SPDX-License-Identifier: Apache-2.0
import type { PlanStep } from '#contract/plan'
import { Moments } from '#core/planning/moments'
import type { NcnnEngine } from '../engine'
import type { LayerFormat } from '../layer-formats'
import { type Allocator, type Block, Ledger, type RunMemory } from '../memory/allocator'
import { Held, type Kind } from '../memory/held'
import { Pool, type PoolWatch } from '../memory/pool'
import type { LayerSettings } from '../rules/layer'
import { type BlobDims, blobBytes, type Net, type NetLayer, packOf } from './net'
import type { NetArena } from './net-arena'

/** Data of a blob, which several blobs may refer to. */
interface Data {
  /** null: it is the user's own. */
  readonly block: Block | null
  readonly layout: Layout
  references: number
}

/** How many channels lie together, and bytes of an element. */
interface Layout {
  readonly pack: number
  readonly bytes: 2 | 4
}

/** As users give their inputs, and get results. */
const PLAIN: Layout = { pack: 1, bytes: 4 }

export interface RunFigures {
  /** Above the loaded net and the user’s input. */
  readonly peakBytes: number
  /** Of the peak: what blobs, and what workspaces hold, pools as they are. */
  readonly peakBlobBytes: number
  readonly peakWorkspaceBytes: number
  /** Still held when the extractor and all results are gone. */
  readonly afterBytes: number
  /** By node, in execution order, those of what is inserted for it included. */
  readonly steps: readonly PlanStep[]
}

/** A loaded net whose inferences are replayed, one after the other on the same pools. 20260526:net.cpp. */
export class NetRuns {
  readonly #system: Ledger
  readonly #memory: RunMemory
  readonly #held = new Held()

  constructor(
    readonly settings: LayerSettings,
    readonly engine: Pick<NcnnEngine, 'pools' | 'copiesResults' | 'formats'>,
    readonly localPools: boolean,
    readonly arena: NetArena | null = null,
  ) {
    const { workspaceRatio, freeBlocks } = engine.pools
    const held = this.#held
    /** In no pool: what they are. */
    const ofHeap = new Map<Block, Kind>()
    const system = new Ledger((block) => {
      const kind = ofHeap.get(block)
      if (kind !== undefined) held.give(kind, block.bytes)
      ofHeap.delete(block)
      arena?.returned(block)
    })
    this.#system = system
    const labelled = (label: Kind): Allocator => ({
      take(bytes, part) {
        const block = system.take(bytes, label)
        ofHeap.set(block, label)
        held.take(label, bytes)
        arena?.tookFromHeap(block, label, part)
        return block
      },
      give: (block) => system.give(block),
    })
    const watch = (label: Kind): PoolWatch => {
      const recorded = arena?.watch(label)
      return {
        took(block, from) {
          held.take(label, block.bytes)
          recorded?.took(block, from)
        },
        gave(block) {
          held.give(label, block.bytes)
          recorded?.gave(block)
        },
        grew: (bytes, free) => recorded?.grew(bytes, free),
      }
    }
    this.#memory = {
      heap: labelled('blobs'),
      blobs: localPools ? new Pool(system, 'blobs', { ratio: 0, freeBlocks }, watch('blobs')) : labelled('blobs'),
      workspace: localPools
        ? new Pool(system, 'workspace', { ratio: workspaceRatio, freeBlocks }, watch('workspace'))
        : labelled('workspace'),
    }
  }

  /**
   * One inference: an extractor is made, all outputs are extracted, and everything is given back. `net`: with the sizes of
   * this inference; layers and what they were loaded with are the same every time.
   */
  run(net: Net): RunFigures {
    this.#system.restartPeak()
    const { castsFirst } = this.engine.formats
    const inference = new Inference(net, this.settings, castsFirst, this.#memory, this.#held, this.arena)
    for (const blob of net.inputs) inference.give(blob)
    const results = net.outputs.map((blob) => this.#extract(inference, blob))
    this.arena?.begin(-1)
    for (const result of results) result.owner.give(result)
    inference.end()
    const byLabel = this.#system.peakByLabel()
    return {
      peakBytes: this.#system.peakBytes,
      peakBlobBytes: byLabel.get('blobs') ?? 0,
      peakWorkspaceBytes: byLabel.get('workspace') ?? 0,
      afterBytes: this.#system.bytes,
      steps: inference.moments.steps,
    }
  }

  /** The user's own result: unpacked, and copied to the heap where the net has pools. */
  #extract(inference: Inference, blob: number): Block {
    const result = inference.result(blob)
    if (!this.localPools || !this.engine.copiesResults) return result
    const copy = this.#memory.heap.take(result.bytes)
    this.arena?.names(copy, blob, true)
    result.owner.give(result)
    return copy
  }
}

class Inference {
  readonly #table = new Map<number, Data>()
  readonly moments = new Moments()
  readonly #memory: RunMemory
  readonly #producers: ReadonlyMap<number, NetLayer>

  constructor(
    readonly net: Net,
    readonly settings: LayerSettings,
    readonly castsFirst: boolean,
    memory: RunMemory,
    readonly held: Held,
    readonly arena: NetArena | null,
  ) {
    this.#memory = memory
    this.#producers = new Map(net.layers.flatMap((layer) => layer.outputs.map((blob) => [blob, layer] as const)))
  }

  /** The user's input: its memory is the user's. */
  give(blob: number): void {
    this.#table.set(blob, { block: null, layout: PLAIN, references: 1 })
  }

  /** The blob, unpacked and in float32; it stays in the table too, save that the result is it. */
  result(blob: number): Block {
    this.#produce(blob)
    const data = this.#table.get(blob)
    if (data === undefined) throw new Error(`blob ${blob} was not made`)
    data.references += 1
    const { pack, bytes } = data.layout
    const made = [...(pack === 1 ? [] : [{ pack: 1, bytes }]), ...(bytes === 4 ? [] : [PLAIN])]
    const plain = made.reduce((from, layout) => this.#converted(blob, from, layout), data)
    // An input that is extracted stays the user's own.
    const { bytes: held, label } = plain.block ?? { bytes: 0, label: '' }
    const { take } = this.#memory.blobs
    return { bytes: held, label, owner: { take, give: () => this.#release(plain) } }
  }

  /** Everything that the table still holds is given back. */
  end(): void {
    for (const blob of this.net.inputs) this.#drop(blob)
    for (const { outputs } of this.net.layers) for (const blob of outputs) this.#drop(blob)
  }

  /** Depth first, inputs in the order in which the layer lists them; without recursion, as nets are deep. */
  #produce(wanted: number): void {
    const stack = [wanted]
    while (stack.length > 0) {
      const blob = stack[stack.length - 1] ?? -1
      const layer = this.#producers.get(blob)
      if (this.#table.has(blob) || layer === undefined) {
        stack.pop()
        continue
      }
      const missing = layer.inputs.find((input) => !this.#table.has(input) && this.#producers.has(input))
      if (missing === undefined) {
        stack.pop()
        this.#run(layer)
      } else stack.push(missing)
    }
  }

  #run(layer: NetLayer): void {
    this.arena?.begin(layer.node)
    this.held.restart()
    const taken = layer.inputs.map((blob) => this.#input(blob, layer))
    this.#forward(layer, taken)
    if (this.settings.lightMode) for (const blob of layer.inputs) this.#drop(blob)
    for (const data of taken) this.#release(data)
    const { blobs, workspace } = this.held.most
    if (layer.node >= 0) this.moments.note({ node: layer.node, activationBytes: blobs, workspaceBytes: workspace })
  }

  /** An input as the layer wants it: a reference to the blob, a copy that it may change, or a converted one. */
  #input(blob: number, { kind, format }: NetLayer): Data {
    const data = this.#table.get(blob) ?? { block: null, layout: PLAIN, references: 1 }
    const shared = data.references > 1 || data.block === null
    data.references += 1
    const own =
      kind === 'inPlace' && this.settings.lightMode && shared ? this.#converted(blob, data, data.layout) : data
    const made = conversions(data.layout, this.net.dims.get(blob) ?? [], format, this.castsFirst)
    return made.reduce((from, layout) => this.#converted(blob, from, layout), own)
  }

  /** Another one of it in another layout, or a copy. The one that it is made of is given back then. */
  #converted(blob: number, from: Data, layout: Layout): Data {
    const block = this.#block(blob, layout)
    this.arena?.names(block, blob, true)
    const made = this.#made(block, layout)
    this.#release(from)
    return made
  }

  #block(blob: number, { pack, bytes }: Layout): Block {
    const { mats } = this.settings
    return this.#memory.blobs.take(blobBytes(this.net.dims.get(blob) ?? [], pack, { mats, elementBytes: bytes }))
  }

  #forward({ kind, outputs, format, executor, scratch = 0 }: NetLayer, inputs: readonly Data[]): void {
    const [input] = inputs
    const padded = scratch === 0 ? null : this.#memory.workspace.take(scratch)
    const follows = kind === 'split' || kind === 'view' || (kind === 'inPlace' && this.settings.lightMode)
    const made = executor?.run(this.#memory) ?? []
    outputs.forEach((blob, position) => {
      if (follows && input !== undefined) {
        input.references += 1
        this.#table.set(blob, input)
        return
      }
      const layout = { pack: packOf(this.net.dims.get(blob) ?? [], format), bytes: format.bytes }
      const block = made[position] ?? this.#block(blob, layout)
      this.arena?.names(block, blob, false)
      this.#table.set(blob, this.#made(block, layout))
    })
    if (padded !== null) this.#memory.workspace.give(padded)
  }

  #made(block: Block, layout: Layout): Data {
    return { block, layout, references: 1 }
  }

  #drop(blob: number): void {
    const data = this.#table.get(blob)
    if (data === undefined) return
    this.#table.delete(blob)
    this.#release(data)
  }

  #release(data: Data): void {
    data.references -= 1
    if (data.references > 0 || data.block === null) return
    data.block.owner.give(data.block)
  }
}

/**
 * What is made of a blob before a layer, one after the other: 16 bits, other packs, float32. `castsFirst`: float32 before
 * other packs. 20260526:net.cpp, convert_layout.
 */
function conversions(from: Layout, dims: BlobDims, format: LayerFormat, castsFirst: boolean): Layout[] {
  const pack = format.asPacked ? from.pack : packOf(dims, format)
  const { bytes } = format
  const early = castsFirst || bytes === 2
  const steps: Layout[] = [
    { pack: from.pack, bytes: early ? bytes : from.bytes },
    { pack, bytes: early ? bytes : from.bytes },
    { pack, bytes },
  ]
  return steps.filter((step, index) => {
    const before = steps[index - 1] ?? from
    return step.pack !== before.pack || step.bytes !== before.bytes
  })
}
