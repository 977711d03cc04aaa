// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Operation } from './operations/index'
import { words } from './words'

/** Functions of ONNX that give booleans. */
const TRUTHS: ReadonlySet<string> = new Set(['isNan', 'isInf'])
const COMPARISONS: ReadonlySet<string> = new Set(words('equal notEqual less lessOrEqual greater greaterOrEqual'))

/** Element type of an output. Files need not state it; it follows from the operation and its inputs. */
export function outputDataType(
  operation: Operation,
  inputs: readonly (DataType | undefined)[],
  indexType: DataType,
  position: number,
): DataType {
  const first = inputs[0] ?? 'float32'
  switch (operation.kind) {
    case 'Shape':
    case 'Rank':
    case 'Size':
    case 'ArgMax':
    case 'NonZero':
    case 'NonMaxSuppression':
      return indexType
    case 'Pool':
    case 'TopK':
    case 'Unique':
      return position === 0 ? first : indexType
    case 'Cast':
      return operation.to ?? inputs[1] ?? first
    case 'OneHot':
      return inputs[2] ?? first
    case 'Unary':
      return TRUTHS.has(operation.function) && indexType === 'int64' ? 'bool' : first
    case 'DetectionPostProcess':
      return 'float32'
    case 'ConstantOfShape':
      return operation.dtype
    case 'Unsupported':
      return operation.gives ?? first
    case 'RoundInput':
      return operation.given === 'counter' ? 'int64' : first
    case 'RoundResult':
      return first
    case 'Fill':
    case 'Choice':
    case 'Where':
      return inputs[1] ?? first
    case 'Binary':
      // ONNX has booleans, MNN answers comparisons with 0 and 1.
      return COMPARISONS.has(operation.function) ? (indexType === 'int64' ? 'bool' : indexType) : first
    default:
      return first
  }
}
