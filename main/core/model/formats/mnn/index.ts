// SPDX-License-Identifier: Apache-2.0
import type { Format } from '../format'
import format from './format.json'
import { looksLikeMnn, readMnn } from './reader'

export const mnn: Format = { ...format, looksLike: looksLikeMnn, read: readMnn }
