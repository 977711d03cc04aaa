// SPDX-License-Identifier: Apache-2.0
// Parameters of every operation but convolution: those of TypeScript's ResolvedOperation, where axes are
// non-negative, pads explicit and ranges clamped. Meaning: the ONNX operator of the name, unless said otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace convscope::ops {

enum class Activation : std::uint8_t { kNone, kRelu, kRelu6 };

enum class UnaryFunction : std::uint8_t {
  kAbs,
  kNeg,
  kFloor,
  kCeil,
  kRound,
  kSign,
  kSquare,
  kSqrt,
  kRsqrt,
  kExp,
  kLog,
  kReciprocal,
  kSin,
  kCos,
  kTan,
  kAsin,
  kAcos,
  kAtan,
  kSinh,
  kCosh,
  kAsinh,
  kAcosh,
  kAtanh,
  kErf,
  kNot,
  /// Not 0, as 1 or 0.
  kTruth,
  /// Towards zero.
  kTrunc,
  /// A whole number as an integer of few bits holds it: alpha is the smallest, beta how many there are.
  kWrap,
  kIsNan,
  /// alpha, beta: whether -infinity and infinity count.
  kIsInf,
  kLog1p,
  kExpm1,
  kErfc,
  kRelu,
  kLeakyRelu,
  kElu,
  kSelu,
  kCelu,
  kThresholdedRelu,
  kShrink,
  kClip,
  kSigmoid,
  kHardSigmoid,
  kHardSwish,
  kSwish,
  kTanh,
  kSoftplus,
  kSoftsign,
  kMish,
  kGelu,
  kGeluTanh,
};

enum class BinaryFunction : std::uint8_t {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kFloorDiv,
  /// Of whole numbers: the quotient towards zero.
  kTruncDiv,
  kMod,
  kFmod,
  kPow,
  /// Of whole numbers: towards zero.
  kTruncPow,
  kAtan2,
  kMin,
  kMax,
  kSquaredDifference,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
  kXor,
  /// Of whole numbers, as bits of two's complement; by less than 0 or more than 62 places everything is shifted out.
  kBitAnd,
  kBitOr,
  kBitXor,
  kShiftLeft,
  kShiftRight,
  /// a < 0 ? a · b : a; the PRelu operation is this one with a slope for b.
  kPRelu,
};

enum class ReduceFunction : std::uint8_t { kSum, kMean, kMax, kMin, kProd, kSumSquare, kL1, kL2, kLogSum, kLogSumExp };
enum class ArgMode : std::uint8_t { kMax, kMin };
enum class PoolMode : std::uint8_t { kMax, kAverage };
/// kReflect leaves out the edge element, kSymmetric repeats it, kWrap goes on from the other end.
enum class PadMode : std::uint8_t { kConstant, kReflect, kEdge, kSymmetric, kWrap };
enum class ResizeMode : std::uint8_t { kNearest, kLinear, kCubic };
enum class Coordinates : std::uint8_t {
  kHalfPixel,
  kPytorchHalfPixel,
  kAlignCorners,
  kAsymmetric,
  kTfHalfPixel,
  kCrop
};
enum class NearestRule : std::uint8_t { kRoundPreferFloor, kRoundPreferCeil, kFloor, kCeil };
/// What a scattered element does to the one that is there.
enum class ScatterMode : std::uint8_t { kReplace, kAdd, kMul, kMin, kMax };
enum class GridMode : std::uint8_t { kNearest, kLinear, kCubic };
enum class GridPadding : std::uint8_t { kZeros, kBorder, kReflection };
enum class Cell : std::uint8_t { kRnn, kGru, kLstm };
enum class Direction : std::uint8_t { kForward, kReverse, kBidirectional };
enum class DepthMode : std::uint8_t { kDcr, kCrd };

using Ints = std::vector<std::int64_t>;

/// Between plain and blocked: the layouts of input and output say which way.
struct Reorder {};
/// As many elements in the same order.
struct Copy {};
/// alpha, beta: slope (leakyRelu, elu, celu), slope and factor (selu), threshold (thresholdedRelu), threshold and
/// offset (shrink), bounds (clip), factor and offset (hardSigmoid).
struct Unary {
  UnaryFunction function;
  float alpha = 0, beta = 0;
};
/// a, b, …: add, mul, min and max take any number of inputs.
struct Binary {
  BinaryFunction function;
  Activation activation = Activation::kNone;
};
/// By channel, one stage after the other: y = (x - mean) * scale / sqrt(variance + epsilon) + bias, then the
/// activation. Inputs: x, then for every stage [scale], [bias], [mean], [variance], each [c].
struct Affine {
  /// One for each stage.
  std::vector<float> epsilons;
  std::optional<Unary> activation;
};
/// x, slope: per channel (dim 1) where it has as many elements as channels, else broadcast.
struct PRelu {};
/// Over height and width, blocked, or over three axes, plain. pads: all begins, then all ends.
struct Pool {
  PoolMode mode;
  Ints kernel, strides, dilations, pads;
  bool ceil = false, count_padding = false;
};
struct GlobalPool {
  PoolMode mode;
};
/// Across channels; alpha is divided by size.
struct Lrn {
  std::int64_t size;
  float alpha, beta, bias;
};
/// Over dims [axis, end_axis) seen as one.
struct Softmax {
  std::int64_t axis, end_axis;
  bool log = false;
};
/// x, [gamma], [beta]: over the last `axes` dims. Outputs: y, [mean], [1 / sqrt(variance + epsilon)] of each row. Not
/// centred: the mean is taken to be 0 (RMS norm).
struct LayerNorm {
  std::int64_t axes;
  float epsilon;
  bool centred = true;
};
/// x, scale [c], bias [c]: every channel of every image is normalised by itself.
struct InstanceNorm {
  float epsilon;
};
/// condition, a, b: a where the condition is not 0, else b; broadcast to the output's shape.
struct Where {};
struct Concat {
  std::int64_t axis;
};
struct Split {
  std::int64_t axis;
  Ints sizes;
};
/// Per dim of the input; the output may drop dims of one element.
struct Slice {
  Ints starts, steps, counts;
};
struct Transpose {
  Ints permutation;
};
/// Broadcast to the output's shape.
struct Expand {};
struct Tile {
  Ints repeats;
};
/// Negative begins and ends crop.
struct Pad {
  PadMode mode;
  Ints begins, ends;
  float value = 0;
};
/// Slices of x: those of `indices`, or, where a second input is there, of that. A negative index of an input counts
/// from the end; one that does not exist fails the run.
struct Gather {
  std::int64_t axis;
  Ints indices;
};
/// x, indices: along `axis` the element that the index says, else from the index's own place.
struct GatherElements {
  std::int64_t axis;
};
/// x, indices [..., k]: what k coordinates after the first `batch_dims` dims name.
struct GatherNd {
  std::int64_t batch_dims;
};
/// x, indices, updates: like GatherElements, written.
struct ScatterElements {
  std::int64_t axis;
  ScatterMode mode;
};
/// x, indices [..., k], updates.
struct ScatterNd {
  ScatterMode mode;
};
/// indices, values [off, on]: a new dim at `axis`, on at the index (negative: from the end), off elsewhere.
struct OneHot {
  std::int64_t axis;
};
/// Outputs: the largest (or smallest) elements in order and their indices; of equal ones the first.
struct TopK {
  std::int64_t axis;
  bool largest = true;
};
/// Of the last two dims what is on or above (upper), or on or below, the k-th diagonal; else 0.
struct Trilu {
  bool upper = true;
  std::int64_t k = 0;
};
struct CumSum {
  std::int64_t axis;
  bool exclusive = false, reverse = false;
};
/// x, lengths [n]: the first elements of every row, as many as its length says, turned round along `time_axis`.
struct ReverseSequence {
  std::int64_t batch_axis, time_axis;
};
/// a, b, [bias [n]]; leading dims broadcast.
struct MatMul {
  bool transpose_a = false, transpose_b = false;
};
/// a, b, [c]: alpha · a · b + beta · c.
struct Gemm {
  float alpha = 1, beta = 1;
  bool transpose_a = false, transpose_b = false;
};
struct Reduce {
  ReduceFunction function;
  Ints axes;
};
/// Index of the largest or smallest element, as float32; of equal ones the first, or the last.
struct ArgMax {
  ArgMode mode;
  std::int64_t axis;
  bool last = false;
};
/// Over the last two dims; scales per dim.
struct Resize {
  ResizeMode mode;
  Coordinates coordinates;
  NearestRule nearest;
  std::vector<double> scales;
};
/// Any interpolation along any dims, one after the other; plain. kCrop: coordinates in [starts, ends] of each dim, as
/// shares of it, and `extrapolation` outside the tensor.
struct Resample {
  ResizeMode mode;
  Coordinates coordinates;
  NearestRule nearest;
  std::vector<double> scales, starts, ends;
  float cubic_factor = -0.75f;
  /// Neighbours beyond the edge have no weight; else they are the edge's.
  bool exclude_outside = false;
  /// Where it shrinks, the filter widens.
  bool antialias = false;
  float extrapolation = 0;
};
/// x [n, c, h, w], grid [n, h', w', 2] of (x, y) in [-1, 1]; or volumes [n, c, d, h, w] with (x, y, z).
struct GridSample {
  GridMode mode;
  GridPadding padding;
  bool align_corners = false;
};
/// x [n, c, h, w], regions [r, 4] of (x, y, x, y), images [r]: which each is of → [r, c, h', w'].
struct RoiAlign {
  /// Of the samples of a bin: their largest part instead of their mean.
  bool maximum = false;
  /// Pixels have their middle at halves; else regions are at least one pixel large.
  bool half_pixel = true;
  /// Of a bin along each axis; 0: as many as it has pixels.
  std::int64_t sampling = 0;
  /// From coordinates of regions to pixels.
  float scale = 1;
};
/// x [t, n, i], W [d, g·h, i], R [d, g·h, h], [B [d, 2·g·h]], [lengths [n]], [initial h [d, n, h]], [initial c],
/// [peepholes [d, 3·h]] → y [t, d, n, h], [last h [d, n, h]], [last c]. d: directions, g: gates of the cell.
struct Recurrent {
  Cell cell;
  Direction direction;
  /// For each direction those of the cell: f; f, g; f, g, h.
  std::vector<Unary> activations;
  /// Of what the activations see; 0: none.
  float clip = 0;
  bool linear_before_reset = false;
  /// Of the cells of an LSTM; 0: none.
  float cell_clip = 0;
  /// An LSTM forgets what its input gate does not let in; weights of a forget gate are not looked at.
  bool coupled = false;
};
/// Labels of the dims of every input and of the output; a label that the output lacks is summed over.
struct Einsum {
  std::vector<Ints> terms;
  Ints output;
};
/// Like Pool over maxima, plain, over one to three axes; also where each was, in the whole tensor.
struct MaxPoolIndices {
  Ints kernel, strides, dilations, pads;
  /// Positions count columns first.
  bool column_major = false;
};
/// x, weight [ic, oc/group, …kernel], [bias [oc]]: over two or three axes.
struct ConvTranspose {
  Ints kernel, strides, dilations, pads, output_padding;
  std::int64_t group = 1;
  Activation activation = Activation::kNone;
};
/// x [n, c, …spatial], weight [oc, c/group, …kernel], [bias [oc]]: over one to three axes.
struct GeneralConv {
  Ints strides, dilations, pads;
  std::int64_t group = 1;
  Activation activation = Activation::kNone;
};
/// No inputs: evenly distributed in [0, 1), the same for the same seed.
struct Random {
  std::int64_t seed;
};
/// No inputs: start, start + step, …
struct Range {
  float start, step;
};
/// x [.., n, .., 1 or 2], real or complex: the discrete Fourier transform of `length` elements along `axis`, of which
/// the output [.., m, .., 2] has the first m. Elements that x lacks are 0. The inverse is divided by the length; where
/// the output is real, [.., m, .., 1], x is the first half and one of what mirrors itself.
struct Dft {
  std::int64_t axis, length;
  bool inverse = false;
};
/// x [b, t, 1 or 2], [window [length]] -> [b, frames, m, 2]: transforms of frames of `length` elements, each `step`
/// behind the one before it.
struct Stft {
  std::int64_t step, length;
};
/// encodings [1, n, 4], scores [1, n, classes or one more, which comes first], anchors [n, 4] -> boxes [1, m, 4],
/// classes [1, m], scores [1, m], how many [1]: TensorFlow Lite's custom operator of that name.
struct DetectionPostProcess {
  std::int64_t classes, max_detections, classes_per_detection, detections_per_class;
  float score_threshold, iou_threshold;
  /// Of y, x, height and width of the encodings.
  std::vector<double> scales;
  /// Every class by itself, else all by the best class of each box.
  bool regular = false;
};
struct DepthToSpace {
  std::int64_t block_size;
  DepthMode mode;
};
struct SpaceToDepth {
  std::int64_t block_size;
};

using Operation =
    std::variant<Reorder, Copy, Unary, Binary, Affine, PRelu, Pool, GlobalPool, Lrn, Softmax, LayerNorm, InstanceNorm,
                 Where, Concat, Split, Slice, Transpose, Expand, Tile, Pad, Gather, MatMul, Gemm, Reduce, ArgMax,
                 Resize, ConvTranspose, GeneralConv, DepthToSpace, SpaceToDepth, GatherElements, GatherNd,
                 ScatterElements, ScatterNd, OneHot, TopK, Trilu, CumSum, ReverseSequence, Resample, GridSample,
                 Recurrent, Einsum, MaxPoolIndices, Random, Range, Dft, Stft, DetectionPostProcess, RoiAlign>;

}  // namespace convscope::ops
