// SPDX-License-Identifier: Apache-2.0
import type { Format } from '../format'
import format from './format.json'
import { looksLikeOnnx, readOnnx } from './reader'

export const onnx: Format = { ...format, looksLike: looksLikeOnnx, read: readOnnx }
