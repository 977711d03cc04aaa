// SPDX-License-Identifier: Apache-2.0
const UNIT_2_8_1 =
  'The tile may be no larger than the root of the output positions of one thread, single ones now: tiles get larger, and stored weights grow up to 64/9 of their plain size.'
const POOL_2_8_1 =
  'All activations and workspaces are laid out first and taken as one block; a free part that is too small is grown.'

/** Rules of engines, one or two sentences each. Sources: the profiles. */
export const rules = {
  'rule.settings.1.0.1': () =>
    'Memory mode low is looked at first and switches Winograd off: 3×3 layers stay tiled, with weights of their plain size. Normal and high are the same.',
  'rule.settings.2.8.1': () =>
    'The memory mode is not looked at: the test is compiled only with MNN_LOW_MEMORY, which is off by default. Low, normal and high give the same plan.',
  'rule.settings.lowTiles': () =>
    'Memory mode low is looked at first: every convolution is tiled, 1×1 ones too, with weights of their plain size. Normal and high are the same.',
  'rule.settings.integersOnly': () =>
    'The memory mode decides about weights that are stored as integers only; convolutions with float weights take no notice of it.',
  'rule.settings.convscope': () =>
    'Low takes the kernels with which the whole model holds least, normal the fastest within a limit on packed weights, high the fastest.',
  'rule.winograd.1.0.1': () =>
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves enough operations; large tiles are rated down (by 0.12 × tile area / kernel area), so that small ones are preferred.',
  'rule.winograd.2.8.1': () =>
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves operations; large tiles are no longer rated down. On AVX-512 an estimate of time decides between Winograd and tiling.',
  'rule.winograd.convscope': () =>
    'A layer runs with Winograd where its kernel takes the shape and the memory mode’s rule prefers it to tiling.',
  'rule.winogradUnit.1.0.1': () =>
    'The tile may be no larger than the root of the output positions that fall to one thread, counted in blocks of rows: many threads or a small image mean small tiles.',
  'rule.winogradUnit.2.8.1': () => UNIT_2_8_1,
  'rule.winogradUnit.3.6.1': () =>
    `${UNIT_2_8_1} The session hint WINOGRAD_MEMORY_LEVEL limits them: 0 no Winograd, 1 and 2 the smallest tile only, 3 any.`,
  'rule.winogradUnit.convscope': () =>
    'Units compete like kernels of their own: by memory or time, as the memory mode says.',
  'rule.pointwise.1.0.1': () =>
    'Every 1×1 layer runs with Strassen’s multiplication; a strided or padded one is copied before and after.',
  'rule.pointwise.2.8.1': () =>
    'A 1×1 layer runs with Strassen’s multiplication if its stride is 1 and its output as large as its input; all others are tiled.',
  'rule.pointwise.convscope': () => 'A 1×1 layer may run as one matrix multiplication; there is no Strassen.',
  'rule.depthwise.1.0.1': () => 'A depthwise 3×3 layer with stride 1 has an executor of its own, whatever its size.',
  'rule.depthwise.2.8.1': () =>
    'A depthwise 3×3 layer with stride 1 and at least 2×2 outputs has an executor of its own.',
  'rule.depthwise.3.6.1': () =>
    'All depthwise layers share one executor; each thread copies the plane that it works on between zeros.',
  'rule.depthwise.convscope': () => 'All depthwise layers share one kernel.',
  'rule.packing.1.0.1': () => 'Channels are stored in blocks of 4 on every processor, AVX2 and AVX-512 too.',
  'rule.packing.2.8.1': () =>
    'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2, half precision) or 16 (AVX-512).',
  'rule.packing.convscope': () => 'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2) or 16 (AVX-512).',
  'rule.pool.1.0.1': () =>
    'Activations and workspaces are taken from the system one by one; a block is used again only where it is large enough.',
  'rule.pool.2.8.1': () => POOL_2_8_1,
  'rule.pool.3.6.1': () => `${POOL_2_8_1} Sizes are rounded up to 64 bytes.`,
  'rule.pool.convscope': () =>
    'Activations lie in one arena that is planned ahead; layers share one workspace, as large as the neediest layer’s.',
}
