// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import type { InstructionSet } from '#contract/configuration'
import type { Machine } from '#contract/machine'
import { createKernelCatalog } from '#core/inference/kernel-catalog'
import { machineNow } from '#core/machine/machine-file'
import { finish } from '#core/planning/steps'
import { type BenchAddon, benchKernels, type KernelRow } from './kernels'
import { benchModels, type ModelRow } from './models'
import { geometricMean, kernelLine, modelLine } from './report'

export interface Options {
  readonly root: string
  /** Path of the addon to measure. */
  readonly addon: string
  readonly parts: readonly string[]
  /** Only shapes and models whose name contains this. */
  readonly only: string
  /** null: the best that this machine executes. */
  readonly isa: InstructionSet | null
  readonly threads: readonly number[]
  readonly rounds: number
  /** Of models, as MODES calls them. */
  readonly modes: readonly string[]
  /** How many of the slowest layers to print for each model. */
  readonly layers: number
  readonly json: boolean
}

/** What --json prints. */
export interface BenchReport {
  /** What was measured: a commit's hash, with + where the checkout differs from it. */
  readonly commit: string
  /** ISO time. */
  readonly date: string
  readonly processor: string
  readonly isa: InstructionSet
  /** Release of ONNX Runtime. */
  readonly against: string
  readonly rounds: number
  /** What planning took for this machine's rates. */
  readonly machine: Machine
  readonly kernels: readonly KernelRow[]
  readonly models: readonly ModelRow[]
}

/** Prints the tables while they are measured, or (tables to standard error) one JSON object at the end. */
export async function bench(options: Options): Promise<void> {
  const addon = createRequire(import.meta.url)(options.addon) as BenchAddon
  const isa = options.isa ?? addon.executableIsas()[0] ?? 'sse'
  const machine = finish(machineNow(addon))
  const tell = (line: string) => (options.json ? console.error(line) : console.log(line))
  const kernels: KernelRow[] = []
  if (options.parts.includes('kernels')) {
    tell(`Kernels, ${isa}: GFLOP/s of the direct convolution, % of the threads’ multiply-add peak`)
    for (const threads of options.threads) {
      for (const row of benchKernels(addon, isa, threads, options)) {
        kernels.push(row)
        tell(kernelLine(row))
      }
    }
  }
  const models: ModelRow[] = []
  if (options.parts.includes('models')) {
    tell(`Models, ${machine.processor}, ${isa}: Convscope ÷ ONNX Runtime`)
    const engine = {
      addon,
      path: '',
      catalog: createKernelCatalog(addon),
      executableIsas: addon.executableIsas(),
      machine,
    }
    for await (const row of benchModels(engine, isa, options, tell)) {
      models.push(row)
      tell(modelLine(row))
    }
    for (const mode of options.modes) {
      for (const threads of options.threads) {
        const rows = models.filter((row) => row.mode === mode && row.threads === threads)
        if (rows.length === 0) continue
        const mean = (key: Parameters<typeof geometricMean>[1]) => geometricMean(rows, key).toFixed(2)
        const means = `time ${mean('timeRatio')}, cpu ${mean('cpuRatio')}, peak ${mean('peakRssRatio')}`
        tell(`geometric mean, ${mode}, ${threads} thread(s): ${means}`)
      }
    }
  }
  if (!options.json) return
  const { rounds } = options
  const [commit, date] = [commitOf(options.root), new Date().toISOString()]
  const { processor } = machine
  const against: string = createRequire(import.meta.url)('onnxruntime-node/package.json').version
  console.log(
    JSON.stringify({ commit, date, processor, isa, against, rounds, machine, kernels, models } satisfies BenchReport),
  )
}

function commitOf(root: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
}
