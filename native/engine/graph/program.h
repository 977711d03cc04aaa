// SPDX-License-Identifier: Apache-2.0
// What a session executes: operations in order over buffers with fixed places. Made by TypeScript
// (planning/native/program.ts says what it means), checked by validate().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "conv/conv_kernel.h"
#include "core/isa.h"
#include "ops/operation.h"
#include "ops/tensor.h"

namespace convscope::graph {

/// Element types of constants in a file, little-endian; all are widened to float32 when loaded.
enum class DataType : std::uint8_t {
  kFloat64,
  kFloat32,
  kFloat16,
  kBfloat16,
  kInt64,
  kInt32,
  kInt16,
  kInt8,
  kUint64,
  kUint32,
  kUint16,
  kUint8,
  kBool,
};

/// `byte_length` bytes from `offset` of a file, any alignment.
struct FileSource {
  int file;
  std::uint64_t offset, byte_length;
  DataType type;
};
struct ValuesSource {
  std::vector<float> values;
};
struct FillSource {
  float value;
};
/// Uniform in [-scale, scale): element i is scale * (k / 2^23 - 1) with k the top 24 bits of
/// splitmix64(seed + (i + 1) * 0x9E3779B97F4A7C15) (Steele, Lea and Flood 2014), on every machine the same.
struct SynthesisedSource {
  std::uint64_t seed;
  float scale;
};
/// `count` float32 values at `count` uint32 positions, zero elsewhere.
struct SparseSource {
  int file;
  std::uint64_t count, index_offset, value_offset;
};

/// The source is a row-major array of `shape`; the constant has its elements with the axes reordered: new axis i is
/// axis permutation[i] of `shape`.
struct StoredOrder {
  ops::Shape shape;
  ops::Ints permutation;
};

struct Constant {
  ops::Shape shape;
  std::variant<FileSource, ValuesSource, FillSource, SynthesisedSource, SparseSource> source;
  std::optional<StoredOrder> stored = std::nullopt;
};

/// Either in the arena (constant -1) or a constant (arena_offset -1).
struct Buffer {
  ops::TensorInfo info;
  /// With the padding of its layout.
  std::size_t bytes = 0;
  std::int64_t arena_offset = -1;
  /// Index in Program::constants; its elements in the same order, perhaps under other dims.
  int constant = -1;
  /// Node on whose behalf a constant is loaded, or -1.
  int node = -1;
};

/// y = (x - mean) * scale / sqrt(variance + epsilon) + bias by output channel: indices in Program::constants of [oc]
/// elements, or of one for all; -1 where a part is left out.
struct Affine {
  int scale = -1, bias = -1, mean = -1, variance = -1;
  float epsilon = 0;
};

/// Inputs: x, [residual, as the output], [slope, one value per output channel, a blocked constant].
struct Convolution {
  conv::ConvProblem problem;
  conv::Activation activation;
  /// Applied to the sum and its bias before residual and activation, in this order: folded into the weights.
  std::vector<Affine> affine;
  conv::KernelChoice choice;
  /// Indices in Program::constants: [oc, ic/group, kh, kw], and [oc] or -1.
  int weight = -1;
  int bias = -1;
  std::size_t packed_weight_bytes = 0;
};

struct Op {
  /// Node of the model on whose behalf it runs.
  int node = -1;
  std::variant<Convolution, ops::Operation> operation;
  /// Indices in Program::buffers; -1 for an optional input that is left out.
  std::vector<int> inputs, outputs;
  std::size_t workspace_bytes = 0;
};

struct Program {
  core::Isa isa = core::Isa::kPortable;
  int threads = 1;
  /// Of convolutions.
  conv::WeightStorage weights = conv::WeightStorage::kFloat32;
  /// Absolute paths.
  std::vector<std::string> files;
  std::size_t arena_bytes = 0;
  /// The largest of the operations'.
  std::size_t workspace_bytes = 0;
  std::vector<Buffer> buffers;
  std::vector<Constant> constants;
  std::vector<Op> ops;
  /// Indices in buffers, all plain.
  std::vector<int> inputs, outputs;

  conv::Target target() const { return {isa, threads, weights}; }
};

/// "Conv of node 12", for messages.
std::string describe(const Op& op);

}  // namespace convscope::graph
