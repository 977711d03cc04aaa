import type { EngineRules } from '#contract/comparison'

/** The rules of each version of MNN in words, for people who have not read its source. Sources: the profiles. */

export const RULES_1_0_1: EngineRules = {
  memoryMode:
    'Memory mode low is looked at first and switches Winograd off: 3×3 layers stay tiled, with weights of their plain size. Normal and high are the same.',
  winograd:
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves enough operations; large tiles are rated down (by 0.12 × tile area / kernel area), so that small ones are preferred.',
  winogradUnit:
    'The tile may be no larger than the root of the output positions that fall to one thread, counted in blocks of rows: many threads or a small image mean small tiles.',
  pointwise: 'Every 1×1 layer runs with Strassen’s multiplication; a strided or padded one is copied before and after.',
  depthwise: 'A depthwise 3×3 layer with stride 1 has an executor of its own, whatever its size.',
  packing: 'Channels are stored in blocks of 4 on every processor, AVX2 and AVX-512 too.',
  pool: 'Activations and workspaces are taken from the system one by one; a block is used again only where it is large enough.',
}

export const RULES_2_8_1: EngineRules = {
  memoryMode:
    'The memory mode is not looked at: the test is compiled only with MNN_LOW_MEMORY, which is off by default. Low, normal and high give the same plan.',
  winograd:
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves operations; large tiles are no longer rated down. On AVX-512 an estimate of time decides between Winograd and tiling.',
  winogradUnit:
    'The tile may be no larger than the root of the output positions of one thread, single ones now: tiles get larger, and stored weights grow up to 64/9 of their plain size.',
  pointwise:
    'A 1×1 layer runs with Strassen’s multiplication if its stride is 1 and its output as large as its input; all others are tiled.',
  depthwise: 'A depthwise 3×3 layer with stride 1 and at least 2×2 outputs has an executor of its own.',
  packing: 'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2, half precision) or 16 (AVX-512).',
  pool: 'All activations and workspaces are laid out first and taken as one block; a free part that is too small is grown.',
}

export const RULES_2_8_1_LOW_MEMORY: EngineRules = {
  ...RULES_2_8_1,
  memoryMode:
    'Memory mode low is looked at first: every convolution is tiled, 1×1 ones too, with weights of their plain size. Normal and high are the same.',
}

export const RULES_3_6_1: EngineRules = {
  ...RULES_2_8_1,
  memoryMode:
    'Memory mode low is looked at first: every convolution is tiled, 1×1 ones too, with weights of their plain size. Normal and high are the same.',
  winogradUnit: `${RULES_2_8_1.winogradUnit} The session hint WINOGRAD_MEMORY_LEVEL limits them: 0 no Winograd, 1 and 2 the smallest tile only, 3 any.`,
  depthwise: 'All depthwise layers share one executor; each thread copies the plane that it works on between zeros.',
  pool: `${RULES_2_8_1.pool} Sizes are rounded up to 64 bytes.`,
}

export const RULES_3_6_1_LOW_MEMORY: EngineRules = {
  ...RULES_3_6_1,
  memoryMode:
    'The memory mode decides about weights that are stored as integers only; convolutions with float weights take no notice of it.',
}
