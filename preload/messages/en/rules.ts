// SPDX-License-Identifier: Apache-2.0
const UNIT_2_8_1 =
  'The tile may be no larger than the root of the output positions of one thread, single ones now: tiles get larger, and stored weights grow up to 64/9 of their plain size.'
const POOL_2_8_1 =
  'All activations and workspaces are laid out first and taken as one block; a free part that is too small is grown.'
const RESIZING = 'A session that is resized keeps its executors, with the algorithm of its first size.'
const OWN_BLOCK = 'The one block of activations and workspaces is kept, and only grows.'

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
  'rule.settings.2.5.1': () =>
    'Memory mode low is looked at first: every convolution is tiled, 1×1 ones too, and weights that are stored as integers stay so. Normal and high are the same.',
  'rule.settings.lowTilesAndWidens': () =>
    'Memory mode low is looked at first: every convolution is tiled; weights that are stored as integers stay so and are widened as they are multiplied.',
  'rule.settings.integersOnlyStrassen': () =>
    'The memory mode decides about weights that are stored as integers only: low keeps them, 1×1 layers run with Strassen on them.',
  'rule.settings.integersInEveryMode': () =>
    'Weights that are stored as integers stay so in every memory mode; under low, 1×1 layers quantise their input as they run. Float weights take no notice of the mode.',
  'rule.settings.integersButHigh': () =>
    'Weights that are stored as integers stay so unless the memory mode is high; under low, 1×1 layers quantise their input as they run. Float weights take no notice of the mode.',
  'rule.settings.integersQuantised': () =>
    'Weights that are stored as integers stay so unless the memory mode is high; under low, all layers quantise their input as they run, with eight bits for every weight.',
  'rule.settings.integersOneBlock': () =>
    'The memory mode decides about weights that are stored as integers only; low keeps them with their scales in one block.',
  'rule.settings.convscope': () =>
    'Low takes the kernels with which the whole model holds least, normal the fastest within a limit on packed weights, high the fastest.',
  'rule.winograd.1.0.1': () =>
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves enough operations; large tiles are rated down (by 0.12 × tile area / kernel area), so that small ones are preferred.',
  'rule.winograd.2.8.1': () =>
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves operations; large tiles are no longer rated down. On AVX-512 an estimate of time decides between Winograd and tiling.',
  'rule.winograd.2.9.3': () =>
    'As before; threads share the tiles of a Winograd layer evenly, not groups of as many tiles as a product takes at once, so that small maps use all threads.',
  'rule.winograd.1.2.6': () =>
    'A layer with a square kernel, stride 1 and no dilation runs with Winograd if that saves operations; large tiles are no longer rated down, transforms are taken to be cheap.',
  'rule.winograd.1.2.8': () =>
    'As before; on AVX-512 an estimate of time decides between Winograd and tiling, and Winograd has an executor of its own.',
  'rule.winograd.convscope': () =>
    'A layer runs with Winograd where its kernel takes the shape and the memory mode’s rule prefers it to tiling.',
  'rule.winogradUnit.1.0.1': () =>
    'The tile may be no larger than the root of the output positions that fall to one thread, counted in blocks of rows: many threads or a small image mean small tiles.',
  'rule.winogradUnit.2.8.1': () => UNIT_2_8_1,
  'rule.winogradUnit.3.6.1': () =>
    `${UNIT_2_8_1} The session hint WINOGRAD_MEMORY_LEVEL limits them: 0 no Winograd, 1 and 2 the smallest tile only, 3 any.`,
  'rule.winogradUnit.2.8.4': () =>
    `${UNIT_2_8_1} The session hint WINOGRAD_MEMORY_LEVEL limits them on all cores but AVX-512: below 3 the smallest tile only.`,
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
  'rule.depthwise.2.9.6': () =>
    'All depthwise layers share one executor; every thread has a plane between zeros, whether it gets channels or not.',
  'rule.depthwise.convscope': () => 'All depthwise layers share one kernel.',
  'rule.packing.1.0.1': () => 'Channels are stored in blocks of 4 on every processor, AVX2 and AVX-512 too.',
  'rule.packing.2.8.1': () =>
    'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2, half precision) or 16 (AVX-512).',
  'rule.packing.1.1.0': () =>
    'Channels are stored in blocks of 4; x86 kernels work on 12 (SSE) or 24 (AVX2) positions and 4 output channels at a time.',
  'rule.packing.1.1.5': () => 'As before; AVX-512 kernels with VNNI take channels by fours.',
  'rule.packing.1.2.0': () => 'Channels are stored in blocks of 4 (SSE, ARM) or 8 (AVX2, AVX-512, half precision).',
  'rule.packing.convscope': () => 'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2) or 16 (AVX-512).',
  'rule.pool.1.0.1': () =>
    'Activations and workspaces are taken from the system one by one; a block is used again only where it is large enough.',
  'rule.pool.2.8.1': () => POOL_2_8_1,
  'rule.pool.3.6.1': () => `${POOL_2_8_1} Sizes are rounded up to 64 bytes; the block is the runtime’s own.`,
  'rule.pool.1.1.1': () =>
    'Activations and workspaces are taken one by one, in blocks of the static pool: they may lie in freed scratch of the weights.',
  'rule.pool.2.9.3': () => `${POOL_2_8_1} Sizes are rounded up to 64 bytes, and the block is asked of the static pool.`,
  'rule.pool.convscope': () =>
    'Activations lie in one arena that is planned ahead; layers share one workspace, as large as the neediest layer’s.',
  'rule.winogradWorkspace.1.0.1': () =>
    'Each thread transforms a block of rows at a time; its buffers hold the transformed input and output of these rows.',
  'rule.winogradWorkspace.1.1.5': () =>
    'Buffers are as wide as the element type, and weights are transformed on the heap before they are copied.',
  'rule.winogradWorkspace.1.2.3': () =>
    'Input is transformed and packed in one step, through a third buffer as large as the transformed input of a block of rows.',
  'rule.strassen.1.0.1': () => 'Each image is multiplied by itself; threads share its rows or output channels.',
  'rule.strassen.1.1.0': () => 'All images of a batch are rows of one product; staging copies hold the batch.',
  'rule.strassen.1.1.5': () => 'The bias is asked for before the weights, so that blocks are reused in another order.',
  'rule.strassen.1.2.0': () =>
    'Products of great depth are cut in slices, whose buffers are limited; results of slices are added up in a buffer of their own.',
  'rule.strassen.1.2.2': () => 'There are no staging copies any more.',
  'rule.strassen.1.2.5': () => 'The recursion counts real output channels, not whole blocks.',
  'rule.strassen.2.9.3': () => 'Shares are rounded up; on processors with fast and slow cores they follow the speed.',
  'rule.tiled.1.0.1': () =>
    'Columns and their transposition are gathered in two buffers for each thread; weights are put in order on the heap.',
  'rule.tiled.1.0.2': () =>
    'Weights are put in order in scratch from the static pool; the bias may be cut from it, and what is left of it stays.',
  'rule.tiled.1.1.5': () => 'Columns are gathered in one buffer for each thread, and their places in a small index.',
  'rule.tiled.1.2.0': () =>
    'The bias is asked for first, so that the scratch of the weights is free as a whole afterwards.',
  'rule.conversion.1.0.1': () =>
    'The converter writes a convolution for every group, but where the model computes the weights.',
  'rule.conversion.1.2.3': () => 'As before; a convolution over three axes becomes one for each group too.',
  'rule.conversion.2.2.2': () => 'As before; an LSTM of one step whose states are given becomes convolutions.',
  'rule.conversion.2.9.3': () =>
    'The converter writes a convolution for every group, also where the model computes the weights.',
  'rule.conversion.3.0.4': () =>
    'As before; a convolution over three axes becomes convolutions over two, one for each tap along the first axis.',
  'rule.conversion.3.0.5': () => 'As before; so does a transposed convolution over three axes.',
  'rule.conversion.3.4.0': () =>
    'As before, but groups of few channels become depthwise convolutions: one for each pair of channels in and out of a group.',
  'rule.group.1.0.1': () => 'A grouped convolution stages one image at a time for its groups.',
  'rule.group.1.2.2': () => 'A grouped convolution stages the whole batch for its groups.',
  'rule.computedWeight.1.0.1': () => 'A weight that the model computes is packed into the workspace at every run.',
  'rule.computedWeight.1.0.2': () =>
    'A weight that the model computes is packed into the workspace by way of an unpacked copy, which stays until the layer is sized.',
  'rule.computedWeight.1.2.0': () =>
    'A weight that the model computes is packed into the workspace by way of an unpacked copy, which is given back at once.',
  'rule.sparse.1.0.1': () => 'Weights of which the file leaves out zeros are expanded.',
  'rule.sparse.1.2.0': () => 'Cores with blocks of four channels multiply with the weights that are not zero only.',
  'rule.sparse.1.2.3': () => 'All cores but SSE multiply with the weights that are not zero only.',
  'rule.deconvolution.1.0.1': () =>
    'A transposed convolution with a stride works by tiles of 3×3 positions; others are one matrix product for all kernel taps of an image, held in full.',
  'rule.deconvolution.1.1.5': () =>
    'As before; weights and tiles of those with a stride lie as the matrix kernel reads them.',
  'rule.deconvolution.1.1.7': () =>
    'Only those whose kernel has more than twice the stride work by tiles of 3×3 positions; others hold the product of all kernel taps of an image.',
  'rule.deconvolution.1.2.0': () => 'As before, but on packs wider than four none works by tiles of 3×3 positions.',
  'rule.deconvolution.1.2.2': () =>
    'As before; the product of all kernel taps is that of all images of a batch together.',
  'rule.deconvolution.2.4.3': () =>
    'As before; those that hold the product of all kernel taps hold a copy of their output too.',
  'rule.deconvolution.3.0.0': () => 'As before, but without the copy of the output.',
  'rule.deconvolution.3.0.2': () =>
    'A transposed convolution works by tiles; every thread but the first has a copy of the output.',
  'rule.deconvolution.3.0.4': () => 'As before, with four threads at most unless the memory mode is high.',
  'rule.deconvolution.3.0.5': () => 'As before; weights are put in order on the heap.',
  'rule.integers.1.0.1': () =>
    'Convolutions of 8-bit integers (ConvInt8 and its kind) gather the positions of one kernel call for every thread; depthwise ones take nothing.',
  'rule.integers.1.1.0': () => 'The same; on x86 a call takes four positions instead of two.',
  'rule.integers.1.1.2': () =>
    'Only on processors with sdot are results of a call kept beside it; depthwise ones pad blocks of four channels.',
  'rule.integers.1.2.0': () =>
    'Weights are copied as they are in the file before they are put in order; sdot has the kernel of all others.',
  'rule.integers.2.3.0': () =>
    'The same; bias and scales that hang on those of input and output are kept beside those of the file.',
  'rule.integers.2.3.1': () => 'The same; pooling stages its tensors by sixteen channels.',
  'rule.integers.2.5.3': () => 'Convolutions of 8-bit integers gather tiles of two kilobytes at most.',
  'rule.integers.2.6.2': () =>
    'The same; biases and scales of dense ones are rounded up to four channels, and depthwise ones stage their tensors by sixteen.',
  'rule.integers.2.8.4': () => 'The same; biases and scales of dense ones are rounded up to the blocks of channels.',
  'rule.integers.2.9.3': () =>
    'Zero points, a bias in floats and sums of the weights are kept too; with no more positions than threads, threads share out channels.',
  'rule.integers.2.9.5': () => 'The same; scales are made anew beside offsets, and every thread has a tile.',
  'rule.integers.3.0.0': () => 'The same; changes from integers to floats have zero points beside scales.',
  'rule.integers.3.0.1': () =>
    'Where there are fewer tiles than threads, one thread gathers all of them and all share out channels.',
  'rule.integers.3.0.4': () =>
    'The same; every kernel tap begins a step of the kernel, and there is a scale for every position of the input.',
  'rule.integers.3.0.5': () =>
    'Weights lie in one block with scales and offsets; only layers with scales of their own keep scales of the input.',
  'rule.integers.3.1.1': () => 'The same; offsets lie beside the scales of the file, and sums of weights are gone.',
  'rule.integers.3.1.4': () =>
    'The file’s weights are put in order without a copy of them; sums of the input lie in the pool.',
  'rule.integers.3.2.2': () => 'The same; bias and scales are rounded up to the channels of a kernel call.',
  'rule.integers.3.3.0': () =>
    'The same; the bias is rounded up to blocks of channels, and threads have accumulators in the pool.',
  'rule.recurrent.1.0.1': () =>
    'Recurrent layers are not modelled for this release: one executor runs an LSTM, and the converter takes away what stands around it.',
  'rule.recurrent.1.1.0': () =>
    'An LSTM becomes matrix products and element-wise operations for every step of time; GRU and plain cells are not modelled.',
  'rule.recurrent.1.1.6': () => 'The same; one executor with three buffers runs a GRU.',
  'rule.recurrent.1.2.0': () =>
    'An LSTM becomes one product with the input and loops over time; one executor with three buffers runs a GRU.',
  'rule.recurrent.1.2.2': () => 'The same; a GRU has four buffers, which stay taken.',
  'rule.recurrent.1.2.4': () => 'The same; a GRU’s four buffers are given back.',
  'rule.recurrent.1.2.6': () => 'The same; plain recurrent cells run as an LSTM does.',
  'rule.recurrent.1.2.10': () => 'The same; the converter takes LSTM and plain cells without a bias too.',
  'rule.recurrent.3.2.2': () =>
    'The same for files converted with --useOriginRNNImpl; else the converter writes LSTM and GRU as loops that no session runs.',
  'rule.products.1.0.1': () =>
    'Matrix products are copied one by one out of a batch, and operands and result are packed in full.',
  'rule.products.1.1.0': () =>
    'Operands and result of a matrix product are packed in full; softmax keeps maxima and sums.',
  'rule.products.2.9.1': () => 'Matrix products go by tiles of rows; softmax copies the rows that a thread works on.',
  'rule.halfPrecision.1.0.1': () => 'Half precision has a backend of its own, which is not modelled.',
  'rule.halfPrecision.1.1.5': () =>
    'Half precision runs on the same executors, in blocks of 8 channels; Winograd has tiles of 4 and 6.',
  'rule.halfPrecision.1.2.6': () => 'Winograd has tiles of 8 in half precision too.',
  'rule.halfPrecision.1.2.8': () => 'Winograd has no tiles of 8 in half precision: their transforms are not compiled.',
  'rule.backends.1.0.1': () => 'One backend runs everything.',
  'rule.backends.1.2.0': () =>
    'AVX2, AVX-512 and half precision have a backend of their own; what it lacks runs on a plain one with a pool of its own, and tensors are copied between them.',
  'rule.backends.1.2.3': () =>
    'Convolutions of 8-bit integers and changes from and to them run on the backend for wide blocks too.',
  'rule.backends.2.1.2': () =>
    'What an operation of the other backend has copied is counted once more than it is read, and never released.',
  'rule.backends.2.3.0': () => 'What an operation of the other backend has copied is released again.',
  'rule.backends.2.8.4': () => 'Selections run on the wide backend too.',
  'rule.backends.2.9.1': () => 'Layer normalisation and softmax run on the wide backend too.',
  'rule.backends.2.9.5': () => 'Both backends share one pool.',
  'rule.backends.3.0.0': () => 'The same; GRU runs on the backend for wide blocks or half precision too.',
  'rule.resizing.1.0.1': () =>
    'A session that is resized keeps its executors, with the algorithm of its first size; all activations and workspaces are given back to the system first.',
  'rule.resizing.1.1.1': () =>
    `${RESIZING} Blocks are cut anew from the static pool, which keeps what cannot be given back whole: it can grow beyond the largest size.`,
  'rule.resizing.2.7.0': () =>
    `${RESIZING} The block of activations and workspaces goes back to the static pool; a smaller one is cut from it, and the rest stays.`,
  'rule.resizing.2.9.5': () => `${RESIZING} ${OWN_BLOCK}`,
  'rule.resizing.3.2.0': () => `${RESIZING} ${OWN_BLOCK} Free pieces of the static pool can be had again.`,
  'rule.resizing.gpu': () =>
    'A session on OpenCL that is resized keeps its executors, with the algorithm of its first size; activations and workspaces are given back to the driver first, but for blocks that a 1×1 layer which was one product still refers to. The buffer that values pass through only grows.',
  'rule.resizing.ncnn': () =>
    'A net keeps its weights and the algorithms that it was loaded with; its pools keep free blocks, which serve other sizes where they are large enough.',
  'rule.resizing.convscope': () => 'A session is of one size: another size is another session, and nothing stays.',
  'resizing.unknown': () => 'What this engine keeps when a session is resized is not known.',
  'rule.creation.1.0.1': () =>
    'Each executor is created just before it is sized: activations and packed weights are taken in turn.',
  'rule.creation.2.3.0': () =>
    'All executors are created before any is sized; copies between backends are operations of their own, one for each tensor.',
  'rule.geometry.1.0.1': () => 'What only moves elements writes an output of its own.',
  'rule.geometry.1.1.0': () =>
    'What only moves elements is virtual; a raster copies it together where something computes with it, through copies of one tensor.',
  'rule.geometry.1.2.2': () =>
    'Axes that stay neighbours in a transposition are copied as one, so that reading through it needs no more copies.',
  'rule.geometry.1.2.5': () =>
    'A reshaped tensor is a copy of its input, no longer of what that is put together of; unpacked copies of a raster’s inputs stay until their last use.',
  'rule.geometry.2.1.2': () => 'The same; a transposed convolution over three axes is taken apart too.',
  'rule.geometry.2.9.2': () => 'Rasters read through tensors that are made of several parts, or written in part.',
  'rule.geometry.2.9.5': () =>
    'Rasters read through a tensor only where its two sides differ in one stride each at most: a transposition before a reshape keeps its tensor.',
  'rule.geometry.3.1.0': () =>
    'Rasters read through more tensors that are written in part, as padding does: none is kept where what is left out is written nowhere else.',
  'rule.geometry.3.4.0': () =>
    'Reshapes take over what they read, and reductions read one axis directly: fewer tensors are kept.',
}
