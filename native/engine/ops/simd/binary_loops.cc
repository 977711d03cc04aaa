// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "core/simd.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

constexpr int kBlock = core::simd::CONVSCOPE_SIMD::kBlock;

template <typename F>
CONVSCOPE_INLINE void zip(const float* a, const float* b, float* y, std::int64_t count, F f) {
  for (std::int64_t i = 0; i < count; ++i) y[i] = f(a[i], b[i]);
}

/// A whole number; 0 for what is none that 64 bits hold.
CONVSCOPE_INLINE std::int64_t whole(float value) {
  return value > -0x1p63f && value < 0x1p63f ? static_cast<std::int64_t>(value) : 0;
}

/// How far bits are shifted at most: none of a number of up to 32 bits is left then.
constexpr int kAll = 63;

CONVSCOPE_INLINE int places(float value) { return value >= 0 && value < kAll ? static_cast<int>(value) : kAll; }

/// One loop per function and no more: it is what takes longest to compile. Operands that repeat are written out for it.
void combine(BinaryFunction f, const float* a, const float* b, float* y, std::int64_t count) {
  using enum BinaryFunction;
  switch (f) {
    case kAdd:
      return zip(a, b, y, count, [](float p, float q) { return p + q; });
    case kSub:
      return zip(a, b, y, count, [](float p, float q) { return p - q; });
    case kMul:
      return zip(a, b, y, count, [](float p, float q) { return p * q; });
    case kDiv:
      return zip(a, b, y, count, [](float p, float q) { return p / q; });
    case kFloorDiv:
      return zip(a, b, y, count, [](float p, float q) { return __builtin_floorf(p / q); });
    case kTruncDiv:
      return zip(a, b, y, count, [](float p, float q) { return __builtin_truncf(p / q); });
    // Takes the sign of the divisor, as integer Mod does in ONNX and FLOORMOD in MNN.
    case kMod:
      return zip(a, b, y, count, [](float p, float q) {
        const float rest = ::fmodf(p, q);
        return rest != 0 && (rest < 0) != (q < 0) ? rest + q : rest;
      });
    case kFmod:
      return zip(a, b, y, count, [](float p, float q) { return ::fmodf(p, q); });
    case kPow:
      return zip(a, b, y, count, [](float p, float q) { return ::powf(p, q); });
    case kTruncPow:
      return zip(a, b, y, count, [](float p, float q) { return ::truncf(::powf(p, q)); });
    case kAtan2:
      return zip(a, b, y, count, [](float p, float q) { return ::atan2f(p, q); });
    case kMin:
      return zip(a, b, y, count, [](float p, float q) { return q < p ? q : p; });
    case kMax:
      return zip(a, b, y, count, [](float p, float q) { return q > p ? q : p; });
    case kSquaredDifference:
      return zip(a, b, y, count, [](float p, float q) { return (p - q) * (p - q); });
    case kEqual:
      return zip(a, b, y, count, [](float p, float q) { return p == q ? 1.0f : 0.0f; });
    case kNotEqual:
      return zip(a, b, y, count, [](float p, float q) { return p != q ? 1.0f : 0.0f; });
    case kLess:
      return zip(a, b, y, count, [](float p, float q) { return p < q ? 1.0f : 0.0f; });
    case kLessOrEqual:
      return zip(a, b, y, count, [](float p, float q) { return p <= q ? 1.0f : 0.0f; });
    case kGreater:
      return zip(a, b, y, count, [](float p, float q) { return p > q ? 1.0f : 0.0f; });
    case kGreaterOrEqual:
      return zip(a, b, y, count, [](float p, float q) { return p >= q ? 1.0f : 0.0f; });
    case kAnd:
      return zip(a, b, y, count, [](float p, float q) { return p != 0 && q != 0 ? 1.0f : 0.0f; });
    case kOr:
      return zip(a, b, y, count, [](float p, float q) { return p != 0 || q != 0 ? 1.0f : 0.0f; });
    case kXor:
      return zip(a, b, y, count, [](float p, float q) { return (p != 0) != (q != 0) ? 1.0f : 0.0f; });
    case kBitAnd:
      return zip(a, b, y, count, [](float p, float q) { return static_cast<float>(whole(p) & whole(q)); });
    case kBitOr:
      return zip(a, b, y, count, [](float p, float q) { return static_cast<float>(whole(p) | whole(q)); });
    case kBitXor:
      return zip(a, b, y, count, [](float p, float q) { return static_cast<float>(whole(p) ^ whole(q)); });
    case kShiftLeft:
      return zip(a, b, y, count, [](float p, float q) {
        // Not of the signed number: bits that leave it at the top are no mistake.
        const auto bits = static_cast<std::uint64_t>(whole(p));
        return places(q) == kAll ? 0.0f : static_cast<float>(static_cast<std::int64_t>(bits << places(q)));
      });
    case kShiftRight:
      return zip(a, b, y, count, [](float p, float q) { return static_cast<float>(whole(p) >> places(q)); });
    case kPRelu:
      return zip(a, b, y, count, [](float p, float q) { return p < 0 ? p * q : p; });
  }
}

/// Numbers of an operand that are written out at once.
constexpr std::int64_t kStretch = 256;

/// An operand of `count` numbers: those that it has, or its first `period` ones again and again.
class Operand {
 public:
  Operand(const float* values, std::int64_t period, std::int64_t count) : values_(values), repeats_(period != 0) {
    if (!repeats_) return;
    const std::int64_t length = count < kStretch ? count : kStretch;
    for (std::int64_t i = 0; i < length; i += period) {
      for (std::int64_t l = 0; l < period; ++l) stretch_[i + l] = values[l];
    }
  }

  /// The numbers from `begin`, a multiple of kStretch, on; of one that repeats kStretch at most.
  const float* from(std::int64_t begin) const { return repeats_ ? stretch_ : values_ + begin; }

 private:
  const float* values_;
  bool repeats_;
  float stretch_[kStretch];
};

void combine_repeating(BinaryFunction f, const float* a, std::int64_t a_period, const float* b, std::int64_t b_period,
                       float* y, std::int64_t count) {
  if (a_period == 0 && b_period == 0) return combine(f, a, b, y, count);
  const Operand left(a, a_period, count);
  const Operand right(b, b_period, count);
  for (std::int64_t begin = 0; begin < count; begin += kStretch) {
    const std::int64_t length = count - begin < kStretch ? count - begin : kStretch;
    combine(f, left.from(begin), right.from(begin), y + begin, length);
  }
}

}  // namespace

void binary(BinaryFunction f, const float* a, int a_step, const float* b, int b_step, float* y, std::int64_t count) {
  if (f == BinaryFunction::kPow && b_step == 0 && count > 0 && *b == 2.0f) {
    // As normalisations written out have it.
    f = BinaryFunction::kMul;
    b = a;
    b_step = a_step;
  }
  combine_repeating(f, a, a_step == 0 ? 1 : 0, b, b_step == 0 ? 1 : 0, y, count);
}

void binary_pixels(BinaryFunction f, const float* a, std::int64_t a_step, const float* b, std::int64_t b_step, float* y,
                   std::int64_t pixels) {
  combine_repeating(f, a, a_step == 0 ? kBlock : 0, b, b_step == 0 ? kBlock : 0, y, pixels * kBlock);
}

void activate(Activation f, float* y, std::int64_t count) {
  if (f == Activation::kNone) return;
  for (std::int64_t i = 0; i < count; ++i) y[i] = y[i] < 0 ? 0.0f : y[i];
  if (f == Activation::kRelu) return;
  for (std::int64_t i = 0; i < count; ++i) y[i] = y[i] > 6 ? 6.0f : y[i];
}

void affine(const float* x, const float* factor, const float* offset, float* y, std::int64_t pixels) {
  float k[kBlock];
  float d[kBlock];
  for (int l = 0; l < kBlock; ++l) {
    k[l] = factor[l];
    d[l] = offset[l];
  }
  for (std::int64_t p = 0; p < pixels; ++p) {
    for (int l = 0; l < kBlock; ++l) y[p * kBlock + l] = x[p * kBlock + l] * k[l] + d[l];
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
