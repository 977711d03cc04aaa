// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url'
import type { Configuration } from '#contract/configuration'
import { inferShapes } from '#core/model/infer-shapes'
import type { ShapedModel } from '#core/model/shapes'
import { planReleases } from '#core/planning/succession'
import { english } from '#messages/say'
import { ModelShelf } from './model-shelf'
import { readGolden, type SessionRow } from './rows'

const MIB = 2 ** 20
const MODES = ['low', 'normal'] as const

/** As they are called in a heading, and as sessions call them. */
const MODELS = [
  ['ResNet100', 'iresnet100.mnn'],
  ['ResNet-v2-50', 'benchmark/resnet-v2-50.mnn'],
  ['Inception-v3', 'benchmark/inception-v3.mnn'],
  ['SqueezeNet', 'light_squeezenet.mnn'],
  ['ShuffleNet', 'light_shufflenet.mnn'],
  ['hand landmarks', 'hand_landmark_lite.mnn'],
] as const

const MEASURED_IN = ['mnn-ladder-sessions', 'mnn-built-sessions', 'mnn-sessions', 'mnn-more-sessions']
/** Of the builds of those rows, the ones with the kernels that are planned with. */
const BUILDS: ReadonlySet<string> = new Set(['default (AVX2)'])

const CONFIGURATION: Configuration = { profile: 'mnn-3.6.1', settings: {}, threads: 1, isa: 'avx2' }

/** main/core/planning/engines/mnn/releases/memory.md, every figure as the profiles give it; null where the models are not at hand. */
export async function releaseTable(models: string): Promise<string | null> {
  const shelf = new ModelShelf([models])
  const measured = sessions()
  const columns: Map<string, string>[] = []
  for (const [, name] of MODELS) {
    const opened = await shelf.load(name)
    if (opened === null) return null
    if (!opened.ok) throw new Error(english(opened.problem.message))
    const shaped = inferShapes(opened.value.model, {})
    if (!shaped.ok) throw new Error(english(shaped.problem.message))
    for (const memory of MODES) columns.push(column(shaped.value, opened.value.fileBytes, { name, memory }, measured))
  }
  const versions = [...(columns[0]?.keys() ?? [])]
  const rows = versions.map((version) => columns.map((cells) => cells.get(version) ?? '–'))
  return page(grouped(versions, rows))
}

/** By release, what the session holds: as modelled, and behind it as measured. */
function column(
  shaped: ShapedModel,
  fileBytes: number,
  { name, memory }: { readonly name: string; readonly memory: (typeof MODES)[number] },
  measured: readonly SessionRow[],
): Map<string, string> {
  const configuration = { ...CONFIGURATION, settings: { memory } }
  const releases = planReleases({ shaped, fileBytes, modelId: name, catalog: null }, configuration)
  return new Map(
    releases.map(({ version, totals }) => {
      const modelled = (totals.packedWeights + totals.workspace + totals.activations) / MIB
      const row = measured.find((each) => each.version === version && each.model === name && each.memory === memory)
      return [version, modelled.toFixed(1) + (row?.sessionInfoMiB ? ` (${row.sessionInfoMiB.toFixed(1)})` : '')]
    }),
  )
}

function sessions(): SessionRow[] {
  return MEASURED_IN.flatMap((name) =>
    readGolden(fileURLToPath(new URL(`../fixtures/golden/${name}.json.gz`, import.meta.url))).flatMap((golden) =>
      golden.kind === 'session' && isOfTable(golden.row) ? [golden.row] : [],
    ),
  )
}

/** One session, at the shapes of its file. */
function isOfTable({ threads, build, sessions: together, input }: SessionRow): boolean {
  return threads === 1 && BUILDS.has(build) && together === undefined && input === undefined
}

/** Neighbours whose modelled figures are the same stand in one row, each measured figure once. */
function grouped(versions: readonly string[], rows: readonly (readonly string[])[]): string[][] {
  const found: { from: string; to: string; cells: string[] }[] = []
  const plain = (cells: readonly string[]) => cells.map((cell) => cell.replace(/ \(.*/, '')).join()
  rows.forEach((cells, index) => {
    const last = found.at(-1)
    const version = versions[index] ?? ''
    if (last === undefined || plain(last.cells) !== plain(cells)) {
      found.push({ from: version, to: version, cells: [...cells] })
      return
    }
    last.to = version
    last.cells = last.cells.map((cell, at) => (cell.includes('(') ? cell : (cells[at] ?? cell)))
  })
  return found.map(({ from, to, cells }) => [from === to ? from : `${from} … ${to}`, ...cells])
}

function page(rows: readonly (readonly string[])[]): string {
  const titles = MODELS.flatMap(([title]) => MODES.map((memory) => `${title}, ${memory}`))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return `# Session memory by release

MiB that a session holds (packed weights, workspace and activations, as \`getSessionInfo\` counts them), one thread, a default
build with AVX2, in memory modes low and normal. In brackets what a real build of one of the releases of the row reported.
Written by \`node test/golden/release-table.mjs\`; a test holds this page and the profiles equal where the models are at hand.

${line(['MNN', ...titles])}
|---|${titles.map(() => '---:').join('|')}|
${rows.map(line).join('\n')}
`
}
