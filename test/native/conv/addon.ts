// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Addon, ConvolveRequest, ConvolveResult } from '#core/inference/addon'
import type { NativeChoice, NativeConvProblem } from '#core/inference/native-program'

export type { NativeChoice, NativeConvProblem }

/** What the addon gives tests and benches on top of what the product uses. */
interface TestAddon extends Addon {
  convolve(request: ConvolveRequest & { readonly cancelled?: boolean }): ConvolveResult
}

/** CONVSCOPE_ADDON names another build, e.g. one with sanitizers. */
const path =
  process.env['CONVSCOPE_ADDON'] ??
  fileURLToPath(new URL('../../../native/build/Release/convscope.node', import.meta.url))

export const addon = createRequire(import.meta.url)(path) as TestAddon

/** Every choice that the registry allows: each kernel, and grouped with each kernel inside. */
export function allChoices(): NativeChoice[] {
  const kernels = addon.kernels()
  return kernels.flatMap(({ algorithm, unit }): NativeChoice[] =>
    algorithm === 'grouped'
      ? kernels.filter(isDense).map((inner) => ({ algorithm, unit, inner }))
      : [{ algorithm, unit, inner: null }],
  )
}

/** A group runs a kernel that takes any number of channels, and all of them in one. */
function isDense({ algorithm }: { readonly algorithm: string }): boolean {
  return algorithm !== 'grouped' && algorithm !== 'depthwise'
}

export function nameOf(choice: NativeChoice): string {
  const own = choice.unit === 0 ? choice.algorithm : `${choice.algorithm} ${choice.unit}`
  return choice.inner === null ? own : `${own} of ${nameOf({ ...choice.inner, inner: null })}`
}

/** The kernel that multiplies: the inner one of a grouped choice. */
export function multiplierOf(choice: NativeChoice): { readonly algorithm: string; readonly unit: number } {
  return choice.inner ?? choice
}

/** The code of the Error that `call` throws; fails where it does not throw. */
export function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `not an engine error: ${String(error)}`
  }
  return 'no error'
}
