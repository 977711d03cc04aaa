// SPDX-License-Identifier: Apache-2.0
// Products of bfloat16 without gathering: a task narrows the input rows that a band of output rows needs, with their
// padding, two blocks of channels side by side; what a tap reads for the positions of an output row then lies at one
// offset from them, as far apart as the stride. Each input value is rounded once instead of once for every tap, which
// would take longer than the products do in tiles of AMX. For rows of positions that fill such tiles.
#pragma once

#include "conv/gemm_tiling.h"
#include "conv/primitives.h"

namespace convscope::conv {

/// Whether products of bfloat16 of this problem are made so.
bool narrows_image(const ConvProblem& problem, const Target& target);

struct NarrowImage {
  /// A tile is a band of whole output rows.
  GemmTiling gemm;
  /// Output rows of a band, and input rows and columns that it reads.
  int rows, input_rows, columns;

  NarrowImage(const ConvProblem& problem, const Target& target);
  /// One task's input: [channel / 2b][input row][column][2b], and what a product reads behind it.
  Bytes band_bytes(const ConvProblem& problem) const;
  /// GemmPanel::offsets, by pair of channel blocks of the weights' rows.
  Bytes offset_bytes() const;
};

/// All weight panels times all of the image.
void multiply_narrowed(const ConvProblem& problem, const Target& target, const ConvBuffers& buffers,
                       core::ThreadPool& pool, const core::CancellationToken& cancellation);

}  // namespace convscope::conv
