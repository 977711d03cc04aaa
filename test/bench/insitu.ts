import { createRequire } from 'node:module'
import { createKernelCatalog } from '#main/inference/kernel-catalog'
import { buildNativeProgram } from '#main/inference/program-builder'
import { syntheticValues } from '#main/inference/run-input'
import { median } from '#main/inference/run-report'
import { inferShapes } from '#main/model/infer-shapes'
import { openModel } from '#main/model/open'
import { programForPlan } from '#main/planning/lowering/program-for-plan'
import { createPlan } from '#main/planning/plan'
import { Contender } from './contender'
import { MODELS } from './model-files'
export async function insitu(name: string, threads: number, rounds: number, isa: any, root: string, low: boolean) {
  const addonPath = root + '/native/build/Release/convscope.node'
  const addon = createRequire(import.meta.url)(addonPath)
  const catalog = createKernelCatalog(addon)
  const m = MODELS.find((x) => x.name === name)!
  const path = (await m.file('/tmp/speed-models', root))!
  const opened: any = (await openModel(path) as any).value
  const shaped: any = (inferShapes(opened.model, m.dims ?? {}) as any).value
  const inputs = shaped.model.inputs.map(({ tensor }: any, i: number) => { const d = shaped.dims[tensor]; return { name: shaped.model.tensors[tensor].name, dims: d, values: syntheticValues(d.reduce((a: number, b: number) => a * b, 1), i + 1) } })
  const variants: any[] = [null, ['tiled'], ['winograd', 2], ['winograd', 4], ['winograd', 6]]
  const runs: any[] = []
  for (const v of variants) {
    const configuration: any = { profile: 'convscope', memory: 'high', threads, isa, ...(v === null ? {} : { overrides: [{ layers: '*', algorithm: v[0], ...(v[1] ? { unit: v[1] } : {}) }] }) }
    const pl: any = createPlan({ modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration, catalog } as any)
    if (!pl.ok) { console.log(v, pl.problem.message); continue }
    const lowered: any = (programForPlan(shaped, pl.value, catalog, addon.executableIsas()) as any).value
    const program: any = (buildNativeProgram(lowered.program, shaped) as any).value
    runs.push({ v, plan: pl.value, program, c: await Contender.open({ open: 'convscope', addon: addonPath, program, inputs }) })
  }
  for (let r = 0; r < rounds; r++) for (const x of r % 2 ? [...runs].reverse() : runs) await x.c.turn()
  for (const x of runs) console.log(String(x.v ?? 'auto'), median(x.c.rounds).toFixed(2), 'ms')
  const table = new Map<number, any>()
  for (const x of runs) {
    x.program.ops.forEach((op: any, i: number) => {
      if (!op.conv) return
      const ns = median(x.c.layers.map((l: any) => l[i]))
      const key = op.node
      const row = table.get(key) ?? { p: op.params.problem, cols: {} }
      row.cols[String(x.v ?? 'auto')] = [op.conv.algorithm[0] + (op.conv.unit || ''), ns]
      table.set(key, row)
    })
  }
  let best = 0, auto = 0
  const seen = new Map<string, any[]>()
  for (const [, row] of table) {
    const p = row.p
    const shape = `${p.inChannels}>${p.outChannels}@${p.outHeight}x${p.outWidth} k${p.kernelHeight}${p.kernelWidth}/${p.strideHeight}${p.group > 1 ? ' g' + p.group : ''}`
    seen.set(shape, [...(seen.get(shape) ?? []), row])
  }
  for (const [shape, rows] of seen) {
    const cols = Object.keys(rows[0].cols)
    const sums = cols.map((c) => rows.reduce((s: number, r: any) => s + (r.cols[c]?.[1] ?? NaN), 0))
    const p = rows[0].p
    best += Math.min(...sums.filter((x) => !Number.isNaN(x))); auto += sums[0]!
    if (p.kernelHeight === 1) continue
    const algs = cols.map((c) => rows[0].cols[c]?.[0])
    const est = catalog.choices(p).map((ch: any) => { const a: any = catalog.assess(p, ch, isa, threads); return a.supported ? `${ch.algorithm[0]}${ch.unit ?? ''}: ${(a.operations / 1e6).toFixed(0)}Mop ${(a.bytesMoved / 1e6).toFixed(1)}MB` : '' }).filter(Boolean)
    console.log(`${shape.padEnd(26)} ×${rows.length}`, cols.map((_, i) => `${algs[i]} ${(sums[i]! / rows.length / 1e3).toFixed(0)}`).join('  '), low ? est.join(', ') : '')
  }
  console.log('sum auto', (auto / 1e6).toFixed(2), 'best per layer', (best / 1e6).toFixed(2))
  for (const x of runs) x.c.close()
}
