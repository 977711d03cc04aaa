// SPDX-License-Identifier: Apache-2.0
// What every operation offers, one source file per family:
//   assess  checks ranks, shapes, layouts and parameters completely, so that run need not, and says how many bytes
//           of workspace run needs; kInvalidArgument or kUnsupported with a sentence that begins in lower case.
//   run     executes; the only failures left are kCancelled and, where indices are computed by the model, one that
//           does not exist: kInvalidArgument.
#pragma once

#include <cstddef>

#include "core/status.h"
#include "ops/operation.h"
#include "ops/tensor.h"

namespace convscope::ops {

/// The same for whichever operation it is.
core::Status assess(const Operation&, const Signature&, std::size_t* workspace_bytes);
core::Status run(const Operation&, const Call&);

/// "MatMul", as TypeScript spells the kind.
const char* kind(const Operation&);

/// Whether the output may take the very place of an input of the same size.
bool works_in_place(const Operation&);

#define CONVSCOPE_OPERATION(Type)                                                   \
  core::Status assess(const Type&, const Signature&, std::size_t* workspace_bytes); \
  core::Status run(const Type&, const Call&)

CONVSCOPE_OPERATION(Reorder);
CONVSCOPE_OPERATION(Copy);
CONVSCOPE_OPERATION(Unary);
CONVSCOPE_OPERATION(Binary);
CONVSCOPE_OPERATION(Affine);
CONVSCOPE_OPERATION(PRelu);
CONVSCOPE_OPERATION(Pool);
CONVSCOPE_OPERATION(GlobalPool);
CONVSCOPE_OPERATION(Lrn);
CONVSCOPE_OPERATION(Softmax);
CONVSCOPE_OPERATION(LayerNorm);
CONVSCOPE_OPERATION(InstanceNorm);
CONVSCOPE_OPERATION(Where);
CONVSCOPE_OPERATION(Concat);
CONVSCOPE_OPERATION(Split);
CONVSCOPE_OPERATION(Slice);
CONVSCOPE_OPERATION(Transpose);
CONVSCOPE_OPERATION(Expand);
CONVSCOPE_OPERATION(Tile);
CONVSCOPE_OPERATION(Pad);
CONVSCOPE_OPERATION(Gather);
CONVSCOPE_OPERATION(MatMul);
CONVSCOPE_OPERATION(Gemm);
CONVSCOPE_OPERATION(Reduce);
CONVSCOPE_OPERATION(ArgMax);
CONVSCOPE_OPERATION(Resize);
CONVSCOPE_OPERATION(ConvTranspose);
CONVSCOPE_OPERATION(GeneralConv);
CONVSCOPE_OPERATION(DepthToSpace);
CONVSCOPE_OPERATION(SpaceToDepth);
CONVSCOPE_OPERATION(GatherElements);
CONVSCOPE_OPERATION(GatherNd);
CONVSCOPE_OPERATION(ScatterElements);
CONVSCOPE_OPERATION(ScatterNd);
CONVSCOPE_OPERATION(OneHot);
CONVSCOPE_OPERATION(TopK);
CONVSCOPE_OPERATION(Trilu);
CONVSCOPE_OPERATION(CumSum);
CONVSCOPE_OPERATION(ReverseSequence);
CONVSCOPE_OPERATION(Resample);
CONVSCOPE_OPERATION(GridSample);
CONVSCOPE_OPERATION(Recurrent);
CONVSCOPE_OPERATION(Einsum);
CONVSCOPE_OPERATION(MaxPoolIndices);
CONVSCOPE_OPERATION(Random);
CONVSCOPE_OPERATION(Range);
CONVSCOPE_OPERATION(Dft);
CONVSCOPE_OPERATION(Stft);
CONVSCOPE_OPERATION(DetectionPostProcess);
CONVSCOPE_OPERATION(RoiAlign);

#undef CONVSCOPE_OPERATION

}  // namespace convscope::ops
