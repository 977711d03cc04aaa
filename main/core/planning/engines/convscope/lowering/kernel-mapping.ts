// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Algorithm } from '#contract/plan'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { Message } from '#messages/message'
import type { Target } from './draft'

/** A kernel of Convscope's engine for a decision of any profile. */
export interface MappedKernel {
  readonly choice: Choice
  /** What the kernel does otherwise than the decision says (`difference.…`); null where it is of the same kind. */
  readonly difference: Message | null
}

/** Ours that does what theirs does, where it goes by another name. */
const SAME_KIND: ReadonlyMap<Algorithm, Algorithm> = new Map([
  ['strassen-1x1', 'gemm-1x1'],
  ['depthwise-3x3', 'depthwise'],
])

function kindOf(algorithm: Algorithm): Algorithm {
  return SAME_KIND.get(algorithm) ?? algorithm
}

/** Where a kernel of the same kind is of another make, and worth telling once. */
const DIFFERENT_MAKE: Partial<Readonly<Record<Algorithm, Message>>> = {
  'strassen-1x1': { id: 'difference.strassen' },
  'depthwise-3x3': { id: 'difference.depthwise3x3' },
}

/**
 * The kernel for a decision: the same algorithm where it takes the problem, else the nearest that
 * does (Winograd with the next smaller tile, then tiled; tiled for strided or padded 1×1).
 */
export function mapKernel(
  problem: ConvProblem,
  decision: Wanted,
  catalog: KernelCatalog,
  target: Target,
): MappedKernel {
  const available = catalog.choices(problem)
  const choice = [...byPreference(decision, available), ...available].find(
    (candidate) => catalog.assess(problem, candidate, target.isa, target.threads, target.weights).supported,
  )
  // Nothing takes the problem: lowering then says why for the plainest kernel.
  if (choice === undefined) return { choice: { algorithm: 'tiled', unit: null, inner: null }, difference: null }
  return { choice, difference: difference(decision, choice) }
}

type Kernel = { readonly algorithm: Algorithm; readonly unit: number | null }
type Wanted = Kernel & { readonly inner: Kernel | null }

/** Exact matches, then Winograd with smaller tiles (largest first), then tiled; grouped stays grouped. */
function byPreference(decision: Wanted, available: readonly Choice[]): readonly Choice[] {
  const grouped = decision.algorithm === 'grouped'
  const wanted = perGroup(decision)
  const candidates = available.filter((choice) => (choice.algorithm === 'grouped') === grouped)
  const unit = (choice: Choice) => perGroup(choice).unit ?? 0
  const same = candidates.filter((choice) => perGroup(choice).algorithm === kindOf(wanted.algorithm))
  const smaller = same.filter((choice) => unit(choice) <= (wanted.unit ?? 0)).sort((a, b) => unit(b) - unit(a))
  const tiled = candidates.filter((choice) => perGroup(choice).algorithm === 'tiled')
  return [...smaller, ...same, ...tiled]
}

/** What computes: the kernel itself, or what each group runs. */
function perGroup({ algorithm, unit, inner }: Wanted): Kernel {
  return algorithm === 'grouped' ? (inner ?? { algorithm: 'tiled', unit: null }) : { algorithm, unit }
}

function difference(decision: Wanted, choice: Choice): Message | null {
  const [theirs, ours] = [perGroup(decision), perGroup(choice)]
  if (kindOf(theirs.algorithm) !== ours.algorithm) {
    return { id: 'difference.kernel', ours: kernelName(choice), theirs: kernelName(decision) }
  }
  if (theirs.algorithm === 'winograd' && theirs.unit !== ours.unit) {
    return { id: 'difference.unit', ours: ours.unit ?? 0, theirs: theirs.unit ?? 0 }
  }
  return DIFFERENT_MAKE[theirs.algorithm] ?? null
}

/** "winograd 4", "grouped tiled": as a note names it. */
export function kernelName({ algorithm, unit, inner }: Wanted): string {
  const own = unit === null ? algorithm : `${algorithm} ${unit}`
  return inner === null ? own : `${own} ${kernelName({ ...inner, inner: null })}`
}
