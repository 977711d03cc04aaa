import type { ConvProblem } from '../../conv-problem'
import { ceilDiv, f32, roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from '../executor'

/** Gain over direct convolution. 2.8.1: compute/ConvolutionPackWinograd.cpp, bestWinogradUnit. Batch is not used. */
export function winogradRate(p: ConvProblem, unit: number): number {
  const k = p.kernelHeight
  const { inChannels: ic, outChannels: oc, outWidth: ow, outHeight: oh } = p
  const alpha = unit + k - 1
  const origin = f32(ow * oh * 2 * ic * oc * k * k)
  const perTile = f32(2 * alpha ** 3 * ic + 2 * alpha ** 2 * ic * oc + 2 * alpha * (alpha + unit) * unit * oc)
  return f32(origin / f32(f32(perTile * ceilDiv(ow, unit)) * ceilDiv(oh, unit)))
}

/** Winograd on packed channels: every core but AVX-512. 2.8.1: compute/ConvolutionPackWinograd.cpp. */
export function packWinogradExecutor(p: ConvProblem, unit: number, core: MatrixCore, threads: number): Executor {
  const { pack, ePack, lPack, hPack, elementBytes } = core
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const inBlocks = ceilDiv(p.inChannels, pack)
  const outBlocks = ceilDiv(p.outChannels, pack)
  return {
    algorithm: 'winograd',
    unit,
    className: 'ConvolutionPackWinograd',
    inner: null,
    create(pool) {
      pool.request(outBlocks * pack * elementBytes)
      pool.request(area * roundUp(p.outChannels, hPack) * roundUp(p.inChannels, lPack) * elementBytes)
    },
    resize(workspace) {
      const perThread = threads * pack * elementBytes
      const transformed = workspace.take(
        'transformed tiles, all threads',
        perThread * ePack * (inBlocks + outBlocks) * area,
      )
      const gathered = workspace.take('matrix kernel input, all threads', perThread * alpha * ePack * inBlocks)
      const intermediate = workspace.take('transform scratch, all threads', perThread * (1 + inBlocks * ePack) * area)
      workspace.free(transformed, intermediate, gathered)
    },
  }
}
