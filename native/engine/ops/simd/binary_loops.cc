// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "core/simd.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

template <typename F>
CONVSCOPE_INLINE void zip(const float* a, int a_step, const float* b, int b_step, float* y, std::int64_t count, F f) {
  if (a_step != 0 && b_step != 0) {
    for (std::int64_t i = 0; i < count; ++i) y[i] = f(a[i], b[i]);
  } else if (a_step != 0) {
    const float right = *b;
    for (std::int64_t i = 0; i < count; ++i) y[i] = f(a[i], right);
  } else if (b_step != 0) {
    const float left = *a;
    for (std::int64_t i = 0; i < count; ++i) y[i] = f(left, b[i]);
  } else {
    const float value = f(*a, *b);
    for (std::int64_t i = 0; i < count; ++i) y[i] = value;
  }
}

constexpr int kBlock = core::simd::CONVSCOPE_SIMD::kBlock;

/// The factor of one pixel is kept in registers where it is the same for all.
template <typename F>
CONVSCOPE_INLINE void zip_pixels(const float* a, std::int64_t a_step, const float* b, std::int64_t b_step, float* y,
                                 std::int64_t pixels, F f) {
  float left[kBlock];
  float right[kBlock];
  for (int l = 0; l < kBlock; ++l) {
    left[l] = a[l];
    right[l] = b[l];
  }
  if (b_step == 0) {
    for (std::int64_t p = 0; p < pixels; ++p) {
      for (int l = 0; l < kBlock; ++l) y[p * kBlock + l] = f(a[p * a_step + l], right[l]);
    }
  } else if (a_step == 0) {
    for (std::int64_t p = 0; p < pixels; ++p) {
      for (int l = 0; l < kBlock; ++l) y[p * kBlock + l] = f(left[l], b[p * b_step + l]);
    }
  } else {
    for (std::int64_t i = 0; i < pixels * kBlock; ++i) y[i] = f(a[i], b[i]);
  }
}

/// A whole number; 0 for what is none that 64 bits hold.
CONVSCOPE_INLINE std::int64_t whole(float value) {
  return value > -0x1p63f && value < 0x1p63f ? static_cast<std::int64_t>(value) : 0;
}

/// How far bits are shifted at most: none of a number of up to 32 bits is left then.
constexpr int kAll = 63;

CONVSCOPE_INLINE int places(float value) { return value >= 0 && value < kAll ? static_cast<int>(value) : kAll; }

/// each(f) with the function of two numbers.
template <typename Each>
CONVSCOPE_INLINE void with_function(BinaryFunction f, Each each) {
  using enum BinaryFunction;
  switch (f) {
    case kAdd:
      return each([](float p, float q) { return p + q; });
    case kSub:
      return each([](float p, float q) { return p - q; });
    case kMul:
      return each([](float p, float q) { return p * q; });
    case kDiv:
      return each([](float p, float q) { return p / q; });
    case kFloorDiv:
      return each([](float p, float q) { return __builtin_floorf(p / q); });
    case kTruncDiv:
      return each([](float p, float q) { return __builtin_truncf(p / q); });
    // Takes the sign of the divisor, as integer Mod does in ONNX and FLOORMOD in MNN.
    case kMod:
      return each([](float p, float q) {
        const float rest = ::fmodf(p, q);
        return rest != 0 && (rest < 0) != (q < 0) ? rest + q : rest;
      });
    case kFmod:
      return each([](float p, float q) { return ::fmodf(p, q); });
    case kPow:
      return each([](float p, float q) { return ::powf(p, q); });
    case kTruncPow:
      return each([](float p, float q) { return ::truncf(::powf(p, q)); });
    case kAtan2:
      return each([](float p, float q) { return ::atan2f(p, q); });
    case kMin:
      return each([](float p, float q) { return q < p ? q : p; });
    case kMax:
      return each([](float p, float q) { return q > p ? q : p; });
    case kSquaredDifference:
      return each([](float p, float q) { return (p - q) * (p - q); });
    case kEqual:
      return each([](float p, float q) { return p == q ? 1.0f : 0.0f; });
    case kNotEqual:
      return each([](float p, float q) { return p != q ? 1.0f : 0.0f; });
    case kLess:
      return each([](float p, float q) { return p < q ? 1.0f : 0.0f; });
    case kLessOrEqual:
      return each([](float p, float q) { return p <= q ? 1.0f : 0.0f; });
    case kGreater:
      return each([](float p, float q) { return p > q ? 1.0f : 0.0f; });
    case kGreaterOrEqual:
      return each([](float p, float q) { return p >= q ? 1.0f : 0.0f; });
    case kAnd:
      return each([](float p, float q) { return p != 0 && q != 0 ? 1.0f : 0.0f; });
    case kOr:
      return each([](float p, float q) { return p != 0 || q != 0 ? 1.0f : 0.0f; });
    case kXor:
      return each([](float p, float q) { return (p != 0) != (q != 0) ? 1.0f : 0.0f; });
    case kBitAnd:
      return each([](float p, float q) { return static_cast<float>(whole(p) & whole(q)); });
    case kBitOr:
      return each([](float p, float q) { return static_cast<float>(whole(p) | whole(q)); });
    case kBitXor:
      return each([](float p, float q) { return static_cast<float>(whole(p) ^ whole(q)); });
    case kShiftLeft:
      return each([](float p, float q) {
        // Not of the signed number: bits that leave it at the top are no mistake.
        const auto bits = static_cast<std::uint64_t>(whole(p));
        return places(q) == kAll ? 0.0f : static_cast<float>(static_cast<std::int64_t>(bits << places(q)));
      });
    case kShiftRight:
      return each([](float p, float q) { return static_cast<float>(whole(p) >> places(q)); });
    case kPRelu:
      return each([](float p, float q) { return p < 0 ? p * q : p; });
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
  with_function(f, [=](auto function) { zip(a, a_step, b, b_step, y, count, function); });
}

void binary_pixels(BinaryFunction f, const float* a, std::int64_t a_step, const float* b, std::int64_t b_step, float* y,
                   std::int64_t pixels) {
  with_function(f, [=](auto function) { zip_pixels(a, a_step, b, b_step, y, pixels, function); });
}

void activate(Activation f, float* y, std::int64_t count) {
  if (f == Activation::kNone) return;
  for (std::int64_t i = 0; i < count; ++i) y[i] = y[i] < 0 ? 0.0f : y[i];
  if (f == Activation::kRelu) return;
  for (std::int64_t i = 0; i < count; ++i) y[i] = y[i] > 6 ? 6.0f : y[i];
}

void affine(const float* x, const float* factor, const float* offset, float* y, std::int64_t pixels) {
  constexpr int kBlock = core::simd::CONVSCOPE_SIMD::kBlock;
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
