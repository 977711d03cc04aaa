// SPDX-License-Identifier: Apache-2.0
#include "operation_reader.h"

#include <algorithm>
#include <iterator>

namespace convscope::addon {
namespace {

using ops::Activation;
using ops::BinaryFunction;
using ops::Coordinates;
using ops::DepthMode;
using ops::NearestRule;
using ops::PadMode;
using ops::PoolMode;
using ops::ReduceFunction;
using ops::ResizeMode;
using ops::UnaryFunction;

constexpr Named<Activation> kActivations[] = {
    {"none", Activation::kNone}, {"relu", Activation::kRelu}, {"relu6", Activation::kRelu6}};
constexpr Named<UnaryFunction> kUnaryFunctions[] = {{"abs", UnaryFunction::kAbs},
                                                    {"neg", UnaryFunction::kNeg},
                                                    {"floor", UnaryFunction::kFloor},
                                                    {"ceil", UnaryFunction::kCeil},
                                                    {"round", UnaryFunction::kRound},
                                                    {"sign", UnaryFunction::kSign},
                                                    {"square", UnaryFunction::kSquare},
                                                    {"sqrt", UnaryFunction::kSqrt},
                                                    {"rsqrt", UnaryFunction::kRsqrt},
                                                    {"exp", UnaryFunction::kExp},
                                                    {"log", UnaryFunction::kLog},
                                                    {"reciprocal", UnaryFunction::kReciprocal},
                                                    {"sin", UnaryFunction::kSin},
                                                    {"cos", UnaryFunction::kCos},
                                                    {"tan", UnaryFunction::kTan},
                                                    {"asin", UnaryFunction::kAsin},
                                                    {"acos", UnaryFunction::kAcos},
                                                    {"atan", UnaryFunction::kAtan},
                                                    {"sinh", UnaryFunction::kSinh},
                                                    {"cosh", UnaryFunction::kCosh},
                                                    {"asinh", UnaryFunction::kAsinh},
                                                    {"acosh", UnaryFunction::kAcosh},
                                                    {"atanh", UnaryFunction::kAtanh},
                                                    {"selu", UnaryFunction::kSelu},
                                                    {"celu", UnaryFunction::kCelu},
                                                    {"thresholdedRelu", UnaryFunction::kThresholdedRelu},
                                                    {"shrink", UnaryFunction::kShrink},
                                                    {"softsign", UnaryFunction::kSoftsign},
                                                    {"mish", UnaryFunction::kMish},
                                                    {"erf", UnaryFunction::kErf},
                                                    {"not", UnaryFunction::kNot},
                                                    {"truth", UnaryFunction::kTruth},
                                                    {"trunc", UnaryFunction::kTrunc},
                                                    {"wrap", UnaryFunction::kWrap},
                                                    {"isNan", UnaryFunction::kIsNan},
                                                    {"isInf", UnaryFunction::kIsInf},
                                                    {"log1p", UnaryFunction::kLog1p},
                                                    {"expm1", UnaryFunction::kExpm1},
                                                    {"erfc", UnaryFunction::kErfc},
                                                    {"relu", UnaryFunction::kRelu},
                                                    {"leakyRelu", UnaryFunction::kLeakyRelu},
                                                    {"elu", UnaryFunction::kElu},
                                                    {"clip", UnaryFunction::kClip},
                                                    {"sigmoid", UnaryFunction::kSigmoid},
                                                    {"hardSigmoid", UnaryFunction::kHardSigmoid},
                                                    {"hardSwish", UnaryFunction::kHardSwish},
                                                    {"swish", UnaryFunction::kSwish},
                                                    {"tanh", UnaryFunction::kTanh},
                                                    {"softplus", UnaryFunction::kSoftplus},
                                                    {"gelu", UnaryFunction::kGelu},
                                                    {"geluTanh", UnaryFunction::kGeluTanh}};
constexpr Named<BinaryFunction> kBinaryFunctions[] = {{"add", BinaryFunction::kAdd},
                                                      {"sub", BinaryFunction::kSub},
                                                      {"mul", BinaryFunction::kMul},
                                                      {"div", BinaryFunction::kDiv},
                                                      {"floorDiv", BinaryFunction::kFloorDiv},
                                                      {"truncDiv", BinaryFunction::kTruncDiv},
                                                      {"mod", BinaryFunction::kMod},
                                                      {"fmod", BinaryFunction::kFmod},
                                                      {"pow", BinaryFunction::kPow},
                                                      {"truncPow", BinaryFunction::kTruncPow},
                                                      {"atan2", BinaryFunction::kAtan2},
                                                      {"min", BinaryFunction::kMin},
                                                      {"max", BinaryFunction::kMax},
                                                      {"squaredDifference", BinaryFunction::kSquaredDifference},
                                                      {"equal", BinaryFunction::kEqual},
                                                      {"notEqual", BinaryFunction::kNotEqual},
                                                      {"less", BinaryFunction::kLess},
                                                      {"lessOrEqual", BinaryFunction::kLessOrEqual},
                                                      {"greater", BinaryFunction::kGreater},
                                                      {"greaterOrEqual", BinaryFunction::kGreaterOrEqual},
                                                      {"and", BinaryFunction::kAnd},
                                                      {"or", BinaryFunction::kOr},
                                                      {"xor", BinaryFunction::kXor},
                                                      {"bitAnd", BinaryFunction::kBitAnd},
                                                      {"bitOr", BinaryFunction::kBitOr},
                                                      {"bitXor", BinaryFunction::kBitXor},
                                                      {"shiftLeft", BinaryFunction::kShiftLeft},
                                                      {"shiftRight", BinaryFunction::kShiftRight}};
constexpr Named<ReduceFunction> kReduceFunctions[] = {
    {"sum", ReduceFunction::kSum},       {"mean", ReduceFunction::kMean},
    {"max", ReduceFunction::kMax},       {"min", ReduceFunction::kMin},
    {"prod", ReduceFunction::kProd},     {"sumSquare", ReduceFunction::kSumSquare},
    {"l1", ReduceFunction::kL1},         {"l2", ReduceFunction::kL2},
    {"logSum", ReduceFunction::kLogSum}, {"logSumExp", ReduceFunction::kLogSumExp}};
constexpr Named<ops::ArgMode> kArgModes[] = {{"max", ops::ArgMode::kMax}, {"min", ops::ArgMode::kMin}};
constexpr Named<PoolMode> kPoolModes[] = {{"max", PoolMode::kMax}, {"average", PoolMode::kAverage}};
constexpr Named<PadMode> kPadModes[] = {{"constant", PadMode::kConstant},
                                        {"reflect", PadMode::kReflect},
                                        {"edge", PadMode::kEdge},
                                        {"symmetric", PadMode::kSymmetric},
                                        {"wrap", PadMode::kWrap}};
constexpr Named<ResizeMode> kResizeModes[] = {
    {"nearest", ResizeMode::kNearest}, {"linear", ResizeMode::kLinear}, {"cubic", ResizeMode::kCubic}};
constexpr Named<Coordinates> kCoordinates[] = {
    {"halfPixel", Coordinates::kHalfPixel},       {"pytorchHalfPixel", Coordinates::kPytorchHalfPixel},
    {"alignCorners", Coordinates::kAlignCorners}, {"asymmetric", Coordinates::kAsymmetric},
    {"tfHalfPixel", Coordinates::kTfHalfPixel},   {"crop", Coordinates::kCrop}};
constexpr Named<NearestRule> kNearestRules[] = {{"roundPreferFloor", NearestRule::kRoundPreferFloor},
                                                {"roundPreferCeil", NearestRule::kRoundPreferCeil},
                                                {"floor", NearestRule::kFloor},
                                                {"ceil", NearestRule::kCeil}};
constexpr Named<DepthMode> kDepthModes[] = {{"DCR", DepthMode::kDcr}, {"CRD", DepthMode::kCrd}};
constexpr Named<ops::ScatterMode> kScatterModes[] = {{"replace", ops::ScatterMode::kReplace},
                                                     {"add", ops::ScatterMode::kAdd},
                                                     {"mul", ops::ScatterMode::kMul},
                                                     {"min", ops::ScatterMode::kMin},
                                                     {"max", ops::ScatterMode::kMax}};
constexpr Named<ops::GridMode> kGridModes[] = {
    {"nearest", ops::GridMode::kNearest}, {"linear", ops::GridMode::kLinear}, {"cubic", ops::GridMode::kCubic}};
constexpr Named<ops::GridPadding> kGridPaddings[] = {{"zeros", ops::GridPadding::kZeros},
                                                     {"border", ops::GridPadding::kBorder},
                                                     {"reflection", ops::GridPadding::kReflection}};
constexpr Named<ops::Cell> kCells[] = {{"rnn", ops::Cell::kRnn}, {"gru", ops::Cell::kGru}, {"lstm", ops::Cell::kLstm}};
constexpr Named<ops::Direction> kDirections[] = {{"forward", ops::Direction::kForward},
                                                 {"reverse", ops::Direction::kReverse},
                                                 {"bidirectional", ops::Direction::kBidirectional}};
constexpr Named<ops::Layout> kLayouts[] = {{"plain", ops::Layout::kPlain}, {"blocked", ops::Layout::kBlocked}};

template <typename T, std::size_t N>
T one_of(const Field& field, const Named<T> (&names)[N]) {
  return field.one_of(std::span<const Named<T>>(names));
}

// The operations themselves check ranges closely; these only keep arithmetic on them from overflowing.
constexpr std::int64_t kMost = std::int64_t{1} << 40;
ops::Ints ints(const Field& field) { return field.integers(-kMost, kMost); }
std::int64_t integer(const Field& field) { return field.integer(-kMost, kMost); }
float real(const Field& field) { return static_cast<float>(field.number()); }

ops::Unary unary(const Field& p) { return {one_of(p["function"], kUnaryFunctions), real(p["alpha"]), real(p["beta"])}; }

ops::Recurrent recurrent(const Field& p) {
  ops::Recurrent op{one_of(p["cell"], kCells), one_of(p["direction"], kDirections), {}};
  for (std::uint32_t i = 0; i < p["activations"].length(); ++i) op.activations.push_back(unary(p["activations"].at(i)));
  op.clip = real(p["clip"]);
  op.linear_before_reset = p["linearBeforeReset"].boolean();
  if (!p["cellClip"].absent()) op.cell_clip = real(p["cellClip"]);
  if (!p["coupled"].absent()) op.coupled = p["coupled"].boolean();
  return op;
}

using Reader = ops::Operation (*)(const Field& params);

constexpr Named<Reader> kReaders[] = {
    {"Reorder", [](const Field&) -> ops::Operation { return ops::Reorder{}; }},
    {"Copy", [](const Field&) -> ops::Operation { return ops::Copy{}; }},
    {"Unary", [](const Field& p) -> ops::Operation { return unary(p); }},
    {"Binary",
     [](const Field& p) -> ops::Operation {
       return ops::Binary{one_of(p["function"], kBinaryFunctions), one_of(p["activation"], kActivations)};
     }},
    {"Affine",
     [](const Field& p) -> ops::Operation {
       ops::Affine affine;
       for (const double epsilon : p["epsilons"].numbers()) affine.epsilons.push_back(static_cast<float>(epsilon));
       if (!p["activation"].absent()) affine.activation = unary(p["activation"]);
       return affine;
     }},
    {"PRelu", [](const Field&) -> ops::Operation { return ops::PRelu{}; }},
    {"Pool",
     [](const Field& p) -> ops::Operation {
       return ops::Pool{one_of(p["mode"], kPoolModes), ints(p["kernel"]), ints(p["strides"]),
                        ints(p["dilations"]),          ints(p["pads"]),   p["ceil"].boolean(),
                        p["countPadding"].boolean()};
     }},
    {"GlobalPool", [](const Field& p) -> ops::Operation { return ops::GlobalPool{one_of(p["mode"], kPoolModes)}; }},
    {"LRN",
     [](const Field& p) -> ops::Operation {
       return ops::Lrn{integer(p["size"]), real(p["alpha"]), real(p["beta"]), real(p["bias"])};
     }},
    {"Softmax",
     [](const Field& p) -> ops::Operation {
       return ops::Softmax{integer(p["axis"]), integer(p["endAxis"]), p["log"].boolean()};
     }},
    {"LayerNorm",
     [](const Field& p) -> ops::Operation {
       return ops::LayerNorm{integer(p["axes"]), real(p["epsilon"]), p["centred"].boolean()};
     }},
    {"InstanceNorm", [](const Field& p) -> ops::Operation { return ops::InstanceNorm{real(p["epsilon"])}; }},
    {"Where", [](const Field&) -> ops::Operation { return ops::Where{}; }},
    {"Concat", [](const Field& p) -> ops::Operation { return ops::Concat{integer(p["axis"])}; }},
    {"Split", [](const Field& p) -> ops::Operation { return ops::Split{integer(p["axis"]), ints(p["sizes"])}; }},
    {"Slice",
     [](const Field& p) -> ops::Operation {
       return ops::Slice{ints(p["starts"]), ints(p["steps"]), ints(p["counts"])};
     }},
    {"Transpose", [](const Field& p) -> ops::Operation { return ops::Transpose{ints(p["permutation"])}; }},
    {"Expand", [](const Field&) -> ops::Operation { return ops::Expand{}; }},
    {"Tile", [](const Field& p) -> ops::Operation { return ops::Tile{ints(p["repeats"])}; }},
    {"Pad",
     [](const Field& p) -> ops::Operation {
       return ops::Pad{one_of(p["mode"], kPadModes), ints(p["begins"]), ints(p["ends"]), real(p["value"])};
     }},
    {"Gather", [](const Field& p) -> ops::Operation { return ops::Gather{integer(p["axis"]), ints(p["indices"])}; }},
    {"MatMul",
     [](const Field& p) -> ops::Operation {
       return ops::MatMul{p["transposeA"].boolean(), p["transposeB"].boolean()};
     }},
    {"Gemm",
     [](const Field& p) -> ops::Operation {
       return ops::Gemm{real(p["alpha"]), real(p["beta"]), p["transposeA"].boolean(), p["transposeB"].boolean()};
     }},
    {"Reduce",
     [](const Field& p) -> ops::Operation {
       return ops::Reduce{one_of(p["function"], kReduceFunctions), ints(p["axes"])};
     }},
    {"ArgMax",
     [](const Field& p) -> ops::Operation {
       return ops::ArgMax{one_of(p["mode"], kArgModes), integer(p["axis"]), p["last"].boolean()};
     }},
    {"Resize",
     [](const Field& p) -> ops::Operation {
       return ops::Resize{one_of(p["mode"], kResizeModes), one_of(p["coordinates"], kCoordinates),
                          one_of(p["nearest"], kNearestRules), p["scales"].numbers()};
     }},
    {"ConvTranspose",
     [](const Field& p) -> ops::Operation {
       return ops::ConvTranspose{ints(p["kernel"]),
                                 ints(p["strides"]),
                                 ints(p["dilations"]),
                                 ints(p["pads"]),
                                 ints(p["outputPadding"]),
                                 integer(p["group"]),
                                 one_of(p["activation"], kActivations)};
     }},
    {"GeneralConv",
     [](const Field& p) -> ops::Operation {
       return ops::GeneralConv{ints(p["strides"]), ints(p["dilations"]), ints(p["pads"]), integer(p["group"]),
                               one_of(p["activation"], kActivations)};
     }},
    {"DepthToSpace",
     [](const Field& p) -> ops::Operation {
       return ops::DepthToSpace{integer(p["blockSize"]), one_of(p["mode"], kDepthModes)};
     }},
    {"SpaceToDepth", [](const Field& p) -> ops::Operation { return ops::SpaceToDepth{integer(p["blockSize"])}; }},
    {"GatherElements", [](const Field& p) -> ops::Operation { return ops::GatherElements{integer(p["axis"])}; }},
    {"GatherNd", [](const Field& p) -> ops::Operation { return ops::GatherNd{integer(p["batchDims"])}; }},
    {"ScatterElements",
     [](const Field& p) -> ops::Operation {
       return ops::ScatterElements{integer(p["axis"]), one_of(p["mode"], kScatterModes)};
     }},
    {"ScatterNd", [](const Field& p) -> ops::Operation { return ops::ScatterNd{one_of(p["mode"], kScatterModes)}; }},
    {"OneHot", [](const Field& p) -> ops::Operation { return ops::OneHot{integer(p["axis"])}; }},
    {"TopK", [](const Field& p) -> ops::Operation { return ops::TopK{integer(p["axis"]), p["largest"].boolean()}; }},
    {"Trilu", [](const Field& p) -> ops::Operation { return ops::Trilu{p["upper"].boolean(), integer(p["k"])}; }},
    {"CumSum",
     [](const Field& p) -> ops::Operation {
       return ops::CumSum{integer(p["axis"]), p["exclusive"].boolean(), p["reverse"].boolean()};
     }},
    {"ReverseSequence",
     [](const Field& p) -> ops::Operation {
       return ops::ReverseSequence{integer(p["batchAxis"]), integer(p["timeAxis"])};
     }},
    {"Resample",
     [](const Field& p) -> ops::Operation {
       return ops::Resample{one_of(p["mode"], kResizeModes),
                            one_of(p["coordinates"], kCoordinates),
                            one_of(p["nearest"], kNearestRules),
                            p["scales"].numbers(),
                            p["starts"].numbers(),
                            p["ends"].numbers(),
                            real(p["cubicFactor"]),
                            p["excludeOutside"].boolean(),
                            p["antialias"].boolean(),
                            real(p["extrapolation"])};
     }},
    {"GridSample",
     [](const Field& p) -> ops::Operation {
       return ops::GridSample{one_of(p["mode"], kGridModes), one_of(p["padding"], kGridPaddings),
                              p["alignCorners"].boolean()};
     }},
    {"RoiAlign",
     [](const Field& p) -> ops::Operation {
       return ops::RoiAlign{p["maximum"].boolean(), p["halfPixel"].boolean(), integer(p["sampling"]), real(p["scale"])};
     }},
    {"Recurrent", [](const Field& p) -> ops::Operation { return recurrent(p); }},
    {"Einsum",
     [](const Field& p) -> ops::Operation {
       ops::Einsum einsum;
       for (std::uint32_t i = 0; i < p["terms"].length(); ++i) einsum.terms.push_back(ints(p["terms"].at(i)));
       einsum.output = ints(p["output"]);
       return einsum;
     }},
    {"MaxPoolIndices",
     [](const Field& p) -> ops::Operation {
       return ops::MaxPoolIndices{ints(p["kernel"]), ints(p["strides"]), ints(p["dilations"]), ints(p["pads"]),
                                  p["columnMajor"].boolean()};
     }},
    {"Random", [](const Field& p) -> ops::Operation { return ops::Random{integer(p["seed"])}; }},
    {"Range", [](const Field& p) -> ops::Operation { return ops::Range{real(p["start"]), real(p["step"])}; }},
    {"Dft",
     [](const Field& p) -> ops::Operation {
       return ops::Dft{integer(p["axis"]), integer(p["length"]), p["inverse"].boolean()};
     }},
    {"DetectionPostProcess",
     [](const Field& p) -> ops::Operation {
       return ops::DetectionPostProcess{integer(p["classes"]),
                                        integer(p["maxDetections"]),
                                        integer(p["classesPerDetection"]),
                                        integer(p["detectionsPerClass"]),
                                        real(p["scoreThreshold"]),
                                        real(p["iouThreshold"]),
                                        p["scales"].numbers(),
                                        p["regular"].boolean()};
     }},
    {"Stft", [](const Field& p) -> ops::Operation { return ops::Stft{integer(p["step"]), integer(p["length"])}; }},
};
static_assert(std::size(kReaders) == std::variant_size_v<ops::Operation>);

}  // namespace

ops::Shape read_shape(const Field& dims) {
  ops::Shape shape;
  const std::uint32_t rank = dims.length();
  if (rank > ops::kMaxRank) dims.fail("has more than " + std::to_string(ops::kMaxRank) + " dims");
  shape.rank = static_cast<int>(rank);
  for (std::uint32_t i = 0; i < rank; ++i) shape.dims[i] = dims.at(i).integer(0, kMost);
  return shape;
}

ops::TensorInfo read_tensor(const Field& tensor) {
  return {.shape = read_shape(tensor["dims"]), .layout = one_of(tensor["layout"], kLayouts)};
}

ops::Operation read_operation(const Field& kind, const Field& params) { return one_of(kind, kReaders)(params); }

}  // namespace convscope::addon
