// SPDX-License-Identifier: Apache-2.0
import type { Format } from '../format'
import format from './format.json'
import { looksLikeNcnn, readNcnn } from './reader'
import { mainFiles, weightsPath } from './weights'

const readsBeside = (path: string): readonly string[] => [weightsPath(path)]

export const ncnn: Format = { ...format, looksLike: looksLikeNcnn, read: readNcnn, mainFiles, readsBeside }
