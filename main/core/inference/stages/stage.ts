// SPDX-License-Identifier: Apache-2.0
import { isFinding } from '#core/model/folding/found'
import type { Model, Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import { type KnownTensors, shapesInRun } from '#core/model/shapes-in-run'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { type Loop, type Region, readsOf } from './regions'

/**
 * A part of a region that can be planned and run as a whole: its sizes are known. What comes next needs values that it
 * computes.
 */
export interface Stage {
  /** The model with everything else folded away: `inputs` are what is fed, `outputs` what is read. */
  readonly shaped: ShapedModel
  /** Nodes that the engine runs. */
  readonly running: readonly number[]
  /** Asked for and without elements: nothing has to compute them. */
  readonly empty: readonly number[]
  /** Constants that are asked for, by tensor, where their elements are known. */
  readonly constants: ReadonlyMap<number, readonly number[]>
  /** Tensors whose elements decide shapes of what comes next. */
  readonly wanted: readonly number[]
  /** Nodes whose inputs decide how much they give, to be done after it. */
  readonly finding: readonly Node[]
  /** Bodies whose rounds can run after it. */
  readonly loops: readonly Loop[]
}

/** Nothing of a region can go on. */
export interface Standstill {
  readonly node: Node
  readonly why: UnsupportedCause | null
}

/** The next stage of a region; `pending` are its nodes that are not done. Throws ReadError. */
export function nextStage(
  model: Model,
  region: Region,
  pending: readonly Node[],
  known: KnownTensors,
): Stage | Standstill {
  const view = new View(shapesInRun(model, known, pending), region, known, pending)
  for (const tensor of region.outputs) view.ask(tensor)
  return view.result()
}

/** What is asked of the pending nodes, and which of them can run. */
class View {
  readonly #producers = new Map<number, Node>()
  readonly #runnable = new Set<number>()
  readonly #produced = new Set<number>()
  readonly #asked = new Set<number>()
  /** Nodes that are asked for. */
  readonly #needed = new Set<Node>()
  /** Tensors that are read outside of what the engine runs now. */
  readonly #carried = new Set<number>()

  constructor(
    private readonly shaped: ShapedModel,
    private readonly region: Region,
    private readonly known: KnownTensors,
    pending: readonly Node[],
  ) {
    for (const { id } of pending) {
      const node = shaped.model.nodes[id] as Node
      for (const tensor of node.outputs) this.#producers.set(tensor, node)
      if (!this.#canRun(node)) continue
      this.#runnable.add(id)
      for (const tensor of node.outputs) this.#produced.add(tensor)
    }
  }

  #canRun({ id, inputs, outputs }: Node): boolean {
    const operation = this.shaped.operations[id] ?? null
    if (this.shaped.folded[id] || operation === null || operation.kind === 'Unsupported') return false
    const shaped = outputs.every((tensor) => tensor < 0 || (this.shaped.dims[tensor] ?? null) !== null)
    return shaped && inputs.every((tensor) => this.#has(tensor))
  }

  /** Whether a tensor is there when the stage has run. */
  #has(tensor: number): boolean {
    return tensor < 0 || this.#isGiven(tensor) || this.#produced.has(tensor)
  }

  #isGiven(tensor: number): boolean {
    return this.shaped.constants.has(tensor) || this.known.dims.has(tensor)
  }

  /** Follows a tensor back to what is there. */
  ask(tensor: number): void {
    const stack = [tensor]
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next < 0 || this.#isGiven(next) || this.#asked.has(next)) continue
      this.#asked.add(next)
      const node = this.#producers.get(next)
      if (node === undefined || this.#needed.has(node)) continue
      this.#needed.add(node)
      for (const input of this.#reads(node)) stack.push(input)
    }
  }

  /** Of a choice that is not made yet only what it is made by. */
  #reads(node: Node): readonly number[] {
    const { id, operation, inputs } = node
    return operation.kind === 'Choice' && !this.#runnable.has(id) ? inputs.slice(0, 1) : readsOf(this.region, node)
  }

  /** Whether all that a node takes is there, and whether it runs is known. */
  #isReady(node: Node): boolean {
    const decided = (node.conditions ?? []).every(({ tensor }) => this.shaped.constants.has(tensor))
    return decided && this.#reads(node).every((tensor) => this.#has(tensor))
  }

  result(): Stage | Standstill {
    const { outputs, loops: bodies } = this.region
    const blocked = [...this.#needed].filter(({ id }) => !this.#runnable.has(id) && !this.shaped.folded[id])
    const ready = blocked.filter((node) => this.#isReady(node))
    const finding = ready.filter(({ operation }) => isFinding(operation))
    const loops = [...new Set(ready.flatMap(({ id }) => bodies.get(id) ?? []))]
    const wanted = [...new Set(blocked.flatMap((node) => this.#waitsFor(node)))].filter((tensor) => this.#has(tensor))
    for (const node of blocked) for (const tensor of this.#reads(node)) this.#carried.add(tensor)
    for (const tensor of [...outputs, ...wanted]) this.#carried.add(tensor)
    const running = [...this.#needed].map(({ id }) => id).filter((id) => this.#runnable.has(id))
    const known = wanted.filter((tensor) => !this.known.values.has(tensor))
    if (running.length + finding.length + loops.length + known.length === 0) {
      const stuck = blocked.find((node) => this.#isReady(node)) ?? blocked[0]
      if (stuck !== undefined) return { node: stuck, why: this.#reason(stuck) }
    }
    return { ...this.#stage(running, known), finding, loops }
  }

  /** What decides its shapes, or whether it runs at all. */
  #waitsFor({ id, operation, inputs, conditions = [] }: Node): readonly number[] {
    if (operation.kind === 'Choice') return inputs.slice(0, 1)
    const runs = conditions.map(({ tensor }) => tensor)
    // What it takes as it is, it does not wait to know.
    if (isFinding(operation) || this.region.loops.has(id)) return runs
    return [...runs, ...(this.shaped.awaited.get(id) ?? [])]
  }

  #reason({ id }: Node): UnsupportedCause | null {
    const operation = this.shaped.operations[id]
    return operation?.kind === 'Unsupported' ? operation.why : null
  }

  #stage(running: readonly number[], wanted: readonly number[]): Omit<Stage, 'finding' | 'loops'> {
    const { shaped } = this
    const runs = new Set(running)
    const isEmpty = (tensor: number) => shaped.dims[tensor]?.includes(0) ?? false
    const asked = [...this.#carried].filter((tensor) => this.#has(tensor) && !this.known.dims.has(tensor))
    const constants = new Map<number, readonly number[]>()
    for (const tensor of asked) {
      const data = shaped.constants.get(tensor)?.data
      if (data?.kind === 'values') constants.set(tensor, data.values)
    }
    const read = new Set(running.flatMap((id) => shaped.model.nodes[id]?.inputs ?? []))
    const inputs = shaped.model.inputs.filter(
      ({ tensor }) => read.has(tensor) && !shaped.constants.has(tensor) && !isEmpty(tensor),
    )
    const outputs = asked.filter((tensor) => tensor >= 0 && !constants.has(tensor) && !isEmpty(tensor))
    return {
      shaped: {
        ...shaped,
        model: { ...shaped.model, inputs, outputs },
        folded: shaped.folded.map((_, id) => !runs.has(id)),
        stops: [],
        awaited: new Map(),
      },
      running,
      empty: asked.filter((tensor) => tensor >= 0 && !constants.has(tensor) && isEmpty(tensor)),
      constants,
      wanted,
    }
  }
}
