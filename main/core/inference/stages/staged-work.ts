// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import type { Arena } from '#contract/arena'
import type { PlanPeak } from '#contract/plan'
import { product } from '#core/model/dims'
import { find } from '#core/model/folding/found'
import type { Node } from '#core/model/graph'
import type { FindingOperation } from '#core/model/operations/index'
import { ReadError } from '#core/model/read-error'
import type { KnownTensors } from '#core/model/shapes-in-run'
import type { Message } from '#messages/message'
import type { NativeSession } from '../addon'
import type { Engine } from '../binding'
import { withExpandedWeights } from '../expand-weights'
import { RunFailure } from '../run-failure'
import type { RunJob, StagedModel } from '../run-protocol'
import {
  addDurations,
  feedInput,
  type Inference,
  type OutputValues,
  type Prepared,
  type RunParts,
  type Work,
} from '../work'
import { Carried, type Carry, floats, Held } from './carried'
import { joinedArena } from './joined-arena'
import { runLoop } from './loop'
import { planStage } from './plan-stage'
import { type Loop, type Region, readsOf, regionOf } from './regions'
import { nextStage, type Stage } from './stage'
import { keyOf, type Step, Steps } from './steps'

/** Elements of a tensor that decides shapes: planning looks at each. */
const MOST_DECIDING = 2 ** 20

/**
 * A model whose sizes depend on values, in stages: what has known sizes is planned and run, its values tell the sizes of
 * what comes next, and so on. A stage stays prepared until the run ends, so that another inference of the same sizes runs
 * it again; between stages, this side holds the tensors.
 */
export class StagedWork implements Work {
  executionPeak: PlanPeak | null = null
  readonly #top: Region
  readonly #steps = new Map<Region, Steps>()
  readonly #held: Held
  readonly #inputs: Carried
  readonly #carried: Carried
  /** Inputs whose values this side looks at, until the stage is over. */
  readonly #read: Carry[] = []
  /** Of the stage that is prepared or run. */
  #session: NativeSession | null = null
  #sessionNodes = 0
  #settledNodes = 0
  #preparingNs = 0
  #made = 0
  #times = new Map<number, number>()

  constructor(
    private readonly job: Pick<RunJob, 'modelId' | 'configuration' | 'outputs'>,
    private readonly model: StagedModel,
    private readonly engine: Engine,
    private readonly parts: RunParts,
  ) {
    const { inputs } = model.shaped.model
    this.#top = regionOf(model.shaped.model)
    this.#held = new Held(parts.events)
    this.#inputs = new Carried(this.#held)
    for (const [input, { tensor }] of inputs.entries()) {
      const dims = model.shaped.dims[tensor] ?? null
      if (dims !== null) this.#inputs.put(tensor, { dims, source: { input } })
    }
    this.#carried = new Carried(this.#held, this.#inputs)
  }

  /** A stage is prepared when its time has come. */
  async prepare(): Promise<void> {}

  async infer(): Promise<Inference> {
    const { now } = this.parts
    const start = now()
    this.#carried.clear()
    this.#times = new Map()
    this.#settledNodes = 0
    this.#preparingNs = 0
    await this.#run(this.#top, this.#carried)
    await this.#readInputs()
    return { ns: now() - start - this.#preparingNs, nodes: this.#times }
  }

  /** An output of the model may be one of its inputs. */
  async #readInputs(): Promise<void> {
    for (const tensor of this.#top.outputs) {
      const { dims, source } = this.#carried.get(tensor) as Carry
      if ('values' in source) continue
      this.#carried.put(tensor, { dims, source: { values: await this.#values({ dims, source }) } })
    }
    this.#giveBack()
  }

  /** Runs a region until its outputs are among what is carried. */
  async #run(region: Region, carried: Carried): Promise<void> {
    const steps = this.#steps.get(region) ?? new Steps()
    this.#steps.set(region, steps)
    const values = new Map<number, readonly number[]>()
    let pending = region.nodes
    for (let place = 0; ; place++) {
      this.parts.checkpoint()
      const step = await this.#step(region, steps, place, pending, { dims: carried.dims(), values })
      const { stage } = step
      if (step.prepared !== null) await this.#execute(step.prepared, stage, carried)
      this.#takeUp(stage, carried)
      for (const tensor of stage.wanted) values.set(tensor, await this.#deciding(tensor, carried))
      for (const node of stage.finding) await this.#find(node, carried)
      for (const loop of stage.loops) await this.#loop(loop, carried)
      const settled = settledBy(stage, region)
      pending = pending.filter(({ id }) => !settled.has(id))
      if (region === this.#top) {
        this.#settledNodes += settled.size
        this.#giveBack()
      }
      this.#sessionNodes = 0
      carried.keep(new Set([...pending.flatMap((node) => readsOf(region, node)), ...region.outputs, ...values.keys()]))
      if (region.outputs.every((tensor) => carried.get(tensor) !== undefined)) return
      if (pending.length === 0) throw new Error('an output is left when all nodes are settled')
      // Where the engine has nothing to do for long, a cancellation comes through all the same.
      await setImmediate()
    }
  }

  #giveBack(): void {
    for (const read of this.#read.splice(0)) this.#held.free(read)
  }

  async #step(
    region: Region,
    steps: Steps,
    place: number,
    pending: readonly Node[],
    known: KnownTensors,
  ): Promise<Step> {
    const key = keyOf(known)
    const kept = steps.at(place, key)
    if (kept !== undefined) return kept
    const start = this.parts.now()
    const stage = nextStage(this.model.shaped.model, region, pending, known)
    if ('why' in stage) throw refusal(stage.node, stage.why ?? { id: 'unrunnable.unknownOutput' })
    const runs = stage.running.length > 0 || stage.shaped.model.outputs.length > 0
    const step = { key, stage, prepared: runs ? await this.#prepared(stage) : null, number: this.#made++ }
    steps.add(step)
    this.#preparingNs += this.parts.now() - start
    return step
  }

  async #prepared(stage: Stage): Promise<NonNullable<Step['prepared']>> {
    const { session, events, checkpoint } = this.parts
    const planned = planStage(stage, this.job, this.model, this.engine)
    if (!planned.ok) throw new RunFailure(planned.problem)
    const { program, peak, placements } = planned.value
    this.executionPeak = higher(this.executionPeak, peak)
    events.phase('prepare')
    const own = session.beside()
    this.#session = own
    try {
      const expanded = await withExpandedWeights(program, checkpoint)
      if (!expanded.ok) throw new RunFailure(expanded.problem)
      await own.prepare(expanded.value)
    } catch (error) {
      own.dispose()
      throw error
    }
    events.phase('execute')
    return { program, session: own, placements }
  }

  async #execute({ program, session }: Prepared, { shaped, running }: Stage, carried: Carried): Promise<void> {
    const { inputs, outputs } = shaped.model
    for (const [to, { tensor }] of inputs.entries()) {
      const { source } = carried.get(tensor) as Carry
      if ('values' in source) session.feed(to, source.values)
      else await feedInput(this.parts, session, to, source.input)
    }
    this.#session = session
    this.#sessionNodes = running.length
    addDurations(this.#times, program, await session.run())
    for (const [output, tensor] of outputs.entries()) {
      const dims = shaped.dims[tensor] ?? []
      const values = floats(product(dims))
      session.readOutput(output, 0, values)
      carried.put(tensor, { dims, source: { values } })
    }
  }

  /** What a stage gives without being run. */
  #takeUp({ shaped, constants, empty }: Stage, carried: Carried): void {
    for (const tensor of empty) {
      carried.put(tensor, { dims: shaped.dims[tensor] ?? [0], source: { values: floats(0) } })
    }
    for (const [tensor, list] of constants) {
      const values = floats(list.length)
      values.set(list)
      carried.put(tensor, { dims: shaped.dims[tensor] ?? [], source: { values } })
    }
  }

  async #deciding(tensor: number, carried: Carried): Promise<readonly number[]> {
    const { dims } = carried.get(tensor) as Carry
    if (product(dims) > MOST_DECIDING) {
      const reader = this.model.shaped.model.nodes.find(({ inputs }) => inputs.includes(tensor)) as Node
      throw refusal(reader, { id: 'unrunnable.manyDeciding', most: MOST_DECIDING })
    }
    return Array.from(await this.#values(carried.get(tensor) as Carry))
  }

  async #values({ dims, source }: Carry): Promise<Float32Array> {
    if ('values' in source) return source.values
    const { inputs, staging } = this.parts
    const values = floats(product(dims))
    const read: Carry = { dims, source: { values } }
    this.#held.hold(read)
    this.#read.push(read)
    let done = 0
    for await (const part of inputs.parts(source.input, staging)) {
      values.set(part, done)
      done += part.length
    }
    return values
  }

  async #find({ id }: Node, carried: Carried): Promise<void> {
    const node = this.model.shaped.model.nodes[id] as Node
    const inputs: Parameters<typeof find>[1][number][] = []
    for (const tensor of node.inputs) {
      const carry = carried.get(tensor)
      inputs.push(carry && { dims: carry.dims, values: await this.#values(carry) })
    }
    const start = this.parts.now()
    const found = foundBy(node, inputs)
    this.#times.set(id, (this.#times.get(id) ?? 0) + this.parts.now() - start)
    for (const [output, tensor] of node.outputs.entries()) {
      const { dims, values: list } = found[output] ?? { dims: [0], values: [] }
      const values = floats(list.length)
      values.set(list)
      if (tensor >= 0) carried.put(tensor, { dims, source: { values } })
    }
  }

  async #loop(loop: Loop, carried: Carried): Promise<void> {
    await runLoop(loop, carried, {
      held: this.#held,
      checkpoint: this.parts.checkpoint,
      values: (carry) => this.#values(carry),
      body: (inner) => this.#run(loop.body, inner),
      misfit: (dims, of) => {
        const [node] = [...this.model.shaped.model.nodes].filter(({ outputs }) =>
          loop.rounds.collected.some(({ result }) => outputs.includes(result)),
        )
        throw refusal(node as Node, { id: 'unrunnable.unevenRounds', dims, of })
      },
    })
  }

  *outputs(): Generator<OutputValues> {
    for (const [output, named] of this.job.outputs.entries()) {
      const { dims, source } = this.#carried.get(this.#top.outputs[output] ?? -1) as Carry
      if (!('values' in source)) continue
      yield { tensor: { ...named, dims }, parts: inParts(source.values, this.parts.staging.length) }
    }
  }

  cancel(): void {
    this.#session?.cancel()
  }

  progress(): number {
    const all = Math.max(1, this.#top.nodes.length)
    const here = this.#sessionNodes * (this.#session?.progress() ?? 0)
    return Math.min(1, (this.#settledNodes + here) / all)
  }

  prepared(): readonly Prepared[] {
    return this.#inOrder().flatMap(({ prepared }) => prepared ?? [])
  }

  /** Stages as they first ran, those of rounds among them. */
  #inOrder(): readonly Step[] {
    return [...this.#steps.values()].flatMap((steps) => steps.all()).sort((a, b) => a.number - b.number)
  }

  arena(): Arena {
    return joinedArena(this.#inOrder().flatMap(({ prepared }) => prepared?.placements() ?? []))
  }

  peakTrackedBytes(): number {
    this.parts.events.drain()
    return this.parts.events.peakTrackedBytes
  }

  notes(): readonly Message[] {
    const stages = this.prepared().length
    return stages === 0 ? [] : [{ id: 'run.stages', stages }]
  }
}

/** Nodes that need not run any more. */
function settledBy({ running, finding, loops }: Stage, region: Region): ReadonlySet<number> {
  const results = [...region.loops].flatMap(([id, loop]) => (loops.includes(loop) ? [id] : []))
  return new Set([...running, ...finding.map(({ id }) => id), ...results])
}

function higher(a: PlanPeak | null, b: PlanPeak | null): PlanPeak | null {
  const bytes = (peak: PlanPeak | null) => (peak === null ? -1 : peak.activationBytes + peak.workspaceBytes)
  return bytes(b) > bytes(a) ? b : a
}

function refusal({ name, sourceOp }: Node, reason: Message): RunFailure {
  const nodes = [{ name, op: sourceOp, reason }]
  return new RunFailure({
    code: 'run/unsupported',
    message: { id: 'problem.run.cannotExecute', nodes, more: 0 },
    node: name,
  })
}

function foundBy(node: Node, inputs: Parameters<typeof find>[1]): ReturnType<typeof find> {
  try {
    return find(node.operation as FindingOperation, inputs)
  } catch (error) {
    if (!(error instanceof ReadError)) throw error
    throw refusal(node, { id: 'unsupported.shapes', why: error.why })
  }
}

function* inParts(values: Float32Array, most: number): Generator<Float32Array> {
  for (let first = 0; first < values.length; first += most) yield values.subarray(first, first + most)
}
