// SPDX-License-Identifier: Apache-2.0
import type { SampleView } from '#contract/model'
import { buildIResNet100 } from './iresnet100'
import { buildMobileNetV2 } from './mobilenet-v2'
import { buildSqueezeNet } from './squeezenet'

interface Sample extends SampleView {
  build(): Uint8Array
}

const SAMPLES: readonly Sample[] = [
  {
    id: 'iresnet100',
    title: 'IResNet-100 (ArcFace)',
    description: '103 convolutions, 199 MiB of weights, 112×112: where Winograd and memory modes matter most.',
    build: buildIResNet100,
  },
  {
    id: 'squeezenet',
    title: 'SqueezeNet 1.1',
    description: '26 convolutions, 4.7 MiB of weights, 224×224: small 1×1 and 3×3 kernels side by side.',
    build: buildSqueezeNet,
  },
  {
    id: 'mobilenet-v2',
    title: 'MobileNet V2',
    description: '53 convolutions, 13 MiB of weights, 224×224: depthwise and 1×1 convolutions in turn.',
    build: buildMobileNetV2,
  },
]

/** Models that Convscope builds itself: real architectures with constant weights. */
export const samples: readonly SampleView[] = SAMPLES.map(({ id, title, description }) => ({ id, title, description }))

/** The .onnx file of a sample; same bytes every time. Throws for an id that is not in `samples`. */
export function buildSample(id: string): Uint8Array {
  const sample = SAMPLES.find((candidate) => candidate.id === id)
  if (sample === undefined) throw new Error(`no sample '${id}'`)
  return sample.build()
}
