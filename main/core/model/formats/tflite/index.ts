// SPDX-License-Identifier: Apache-2.0
import type { Format } from '../format'
import format from './format.json'
import { looksLikeTflite, readTflite } from './reader'

export const tflite: Format = { ...format, looksLike: looksLikeTflite, read: readTflite }
