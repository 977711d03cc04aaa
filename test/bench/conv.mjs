// Speed of the convolution kernels on this machine, one thread unless told otherwise:
//   node test/bench/conv.mjs [--isa avx512] [--threads 1] [--rounds 7] [--addon path]
// Every round runs every algorithm once, so that a busy machine slows all alike; the table shows
// medians. GFLOP/s counts the direct convolution's operations, so Winograd may exceed the peak.
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'

const { values: args } = parseArgs({
  options: {
    isa: { type: 'string' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    addon: { type: 'string', default: '../../native/build/Release/convscope.node' },
    only: { type: 'string', default: '' },
  },
})
const addon = createRequire(import.meta.url)(args.addon)
const isa = args.isa ?? addon.executableIsas()[0]
const threads = Number(args.threads)

/** in channels, out channels, edge of the input, kernel, stride, group */
const LAYERS = [
  ['stem 7x7/2', 3, 64, 224, 7, 2, 1],
  ['stem 3x3', 3, 32, 112, 3, 1, 1],
  ['3x3 64@56', 64, 64, 56, 3, 1, 1],
  ['3x3 128@28', 128, 128, 28, 3, 1, 1],
  ['3x3 256@14', 256, 256, 14, 3, 1, 1],
  ['3x3 512@7', 512, 512, 7, 3, 1, 1],
  ['3x3/2 128@56', 128, 128, 56, 3, 2, 1],
  ['5x5 64@28', 64, 64, 28, 5, 1, 1],
  ['1x1 64>256@56', 64, 256, 56, 1, 1, 1],
  ['1x1 1024>256@14', 1024, 256, 14, 1, 1, 1],
  ['1x1 512>2048@7', 512, 2048, 7, 1, 1, 1],
  ['depthwise 3x3 128@56', 128, 128, 56, 3, 1, 128],
  ['depthwise 5x5/2 96@56', 96, 96, 56, 5, 2, 96],
  ['grouped 3x3 128/32@56', 128, 128, 56, 3, 1, 32],
  ['grouped 3x3 256/4@28', 256, 256, 28, 3, 1, 4],
].filter(([name]) => name.includes(args.only))

function problemOf([, inChannels, outChannels, edge, kernel, stride, group]) {
  const pad = kernel >> 1
  const out = Math.floor((edge + 2 * pad - kernel) / stride) + 1
  return {
    batch: 1,
    inChannels,
    inHeight: edge,
    inWidth: edge,
    outChannels,
    outHeight: out,
    outWidth: out,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: stride,
    strideWidth: stride,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: pad,
    padLeft: pad,
    padBottom: pad,
    padRight: pad,
    group,
    depthwise: group === inChannels && group === outChannels,
  }
}

function choicesOf(problem) {
  const plain = addon.kernels().filter((kernel) => kernel.algorithm !== 'grouped')
  const all = plain.map((kernel) => ({ ...kernel, inner: null }))
  if (problem.group > 1) {
    const grouped = plain.filter((kernel) => kernel.algorithm !== 'depthwise')
    all.push(...grouped.map((inner) => ({ algorithm: 'grouped', unit: 0, inner })))
  }
  return all.filter((choice) => addon.assessConvolution(problem, choice, isa, threads).supported)
}

const nameOf = ({ algorithm, unit, inner }) =>
  `${algorithm}${unit > 0 ? ` ${unit}` : ''}${inner === null ? '' : ` (${nameOf({ ...inner, inner: null })})`}`

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

const random = (elements) => Float32Array.from({ length: elements }, () => Math.random() - 0.5)

/** Multiply-adds that never leave the registers: what the machine can do at this moment. */
const peakNow = () => addon.multiplyAddRate(isa) / 1e9

console.log(
  `${isa}, ${threads} thread(s); % is of ${threads} x the multiply-add peak of one thread, measured in every round`,
)
for (const layer of LAYERS) {
  const problem = problemOf(layer)
  const direct =
    (2 * problem.outChannels * problem.outHeight * problem.outWidth * problem.inChannels * problem.kernelHeight ** 2) /
    problem.group
  const input = random(problem.inChannels * problem.inHeight * problem.inWidth)
  const weights = random((problem.outChannels * problem.inChannels * problem.kernelHeight ** 2) / problem.group)
  const bias = random(problem.outChannels)
  const entries = choicesOf(problem).map((choice) => ({ choice, rates: [], shares: [], packed: 0, workspace: 0 }))
  for (let round = 0; round < Number(args.rounds); round++) {
    const peak = peakNow() * threads
    for (const entry of entries) {
      const result = addon.convolve({
        problem,
        choice: entry.choice,
        isa,
        threads,
        activation: 'relu',
        weights,
        bias,
        input,
        runs: 3,
      })
      const rate = direct / result.runNs
      entry.rates.push(rate)
      entry.shares.push(rate / peak)
      entry.packed = result.packedWeightBytes
      entry.workspace = result.workspaceBytes
    }
  }
  console.log(`\n${layer[0]}  (${(direct / 1e6).toFixed(0)} MFLOP)`)
  for (const { choice, rates, shares, packed, workspace } of entries) {
    console.log(
      `  ${nameOf(choice).padEnd(28)} ${median(rates).toFixed(1).padStart(7)} GFLOP/s ` +
        `${(100 * median(shares)).toFixed(0).padStart(4)} %  packed ${(packed / 1024).toFixed(0).padStart(6)} KiB  ` +
        `workspace ${(workspace / 1024).toFixed(0).padStart(6)} KiB`,
    )
  }
}
