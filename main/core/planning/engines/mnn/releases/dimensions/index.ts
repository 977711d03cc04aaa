// SPDX-License-Identifier: Apache-2.0

import { CONVERSION } from './conversion'
import {
  COMPUTED_WEIGHT,
  DEPTHWISE,
  GROUP,
  POINTWISE,
  SPARSE,
  STRASSEN,
  TILED,
  WINOGRAD,
  WINOGRAD_UNIT,
  WINOGRAD_WORKSPACE,
} from './convolutions'
import { HALF_PRECISION, PACKING } from './cores'
import { DECONVOLUTION } from './deconvolution'
import { GPU_CONVOLUTIONS, GPU_COUNTED, GPU_OTHER, GPU_TENSORS } from './gpu'
import { INTEGERS } from './integers'
import { MEMORY_MODE } from './memory-mode'
import { RECURRENT } from './recurrent'
import { BACKENDS, CREATION, GEOMETRY, POOL, PRODUCTS, RESIZING } from './session'

/**
 * Everything that releases of MNN differ in, each dimension on its own: a release is a row that has one entry of each.
 * By the names under which comparisons speak of them (RULE_TOPICS). What only builds with MNN_LOW_MEMORY have
 * otherwise is the memory mode (LOW_MEMORY_BUILD_MODE).
 */
export const DIMENSIONS = {
  settings: MEMORY_MODE,
  winograd: WINOGRAD,
  winogradUnit: WINOGRAD_UNIT,
  winogradWorkspace: WINOGRAD_WORKSPACE,
  pointwise: POINTWISE,
  strassen: STRASSEN,
  tiled: TILED,
  depthwise: DEPTHWISE,
  conversion: CONVERSION,
  group: GROUP,
  computedWeight: COMPUTED_WEIGHT,
  sparse: SPARSE,
  deconvolution: DECONVOLUTION,
  integers: INTEGERS,
  recurrent: RECURRENT,
  products: PRODUCTS,
  packing: PACKING,
  halfPrecision: HALF_PRECISION,
  backends: BACKENDS,
  creation: CREATION,
  pool: POOL,
  geometry: GEOMETRY,
  resizing: RESIZING,
  gpuConvolutions: GPU_CONVOLUTIONS,
  gpuTensors: GPU_TENSORS,
  gpuOther: GPU_OTHER,
  gpuCounted: GPU_COUNTED,
} as const
