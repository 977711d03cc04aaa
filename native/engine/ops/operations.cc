// SPDX-License-Identifier: Apache-2.0
#include "ops/operations.h"

#include <iterator>

namespace convscope::ops {
namespace {

/// In the order of Operation's alternatives.
constexpr const char* kKinds[] = {
    "Reorder",
    "Copy",
    "Unary",
    "Binary",
    "Affine",
    "PRelu",
    "Pool",
    "GlobalPool",
    "LRN",
    "Softmax",
    "LayerNorm",
    "InstanceNorm",
    "Where",
    "Concat",
    "Split",
    "Slice",
    "Transpose",
    "Expand",
    "Tile",
    "Pad",
    "Gather",
    "MatMul",
    "Gemm",
    "Reduce",
    "ArgMax",
    "Resize",
    "ConvTranspose",
    "GeneralConv",
    "DepthToSpace",
    "SpaceToDepth",
    "GatherElements",
    "GatherNd",
    "ScatterElements",
    "ScatterNd",
    "OneHot",
    "TopK",
    "Trilu",
    "CumSum",
    "ReverseSequence",
    "Resample",
    "GridSample",
    "Recurrent",
    "Einsum",
    "MaxPoolIndices",
    "Random",
    "Range",
    "Dft",
    "Stft",
    "DetectionPostProcess",
    "RoiAlign",
};
static_assert(std::size(kKinds) == std::variant_size_v<Operation>);

}  // namespace

core::Status assess(const Operation& operation, const Signature& signature, std::size_t* workspace_bytes) {
  return std::visit([&](const auto& op) { return assess(op, signature, workspace_bytes); }, operation);
}

core::Status run(const Operation& operation, const Call& call) {
  return std::visit([&](const auto& op) { return run(op, call); }, operation);
}

const char* kind(const Operation& operation) { return kKinds[operation.index()]; }

bool works_in_place(const Operation& operation) {
  return std::holds_alternative<Copy>(operation) || std::holds_alternative<Unary>(operation) ||
         std::holds_alternative<Binary>(operation) || std::holds_alternative<Affine>(operation) ||
         std::holds_alternative<PRelu>(operation);
}

}  // namespace convscope::ops
