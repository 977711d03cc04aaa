// SPDX-License-Identifier: Apache-2.0
// Between plain and blocked: square tiles of lanes by pixels, transposed in registers.
#include "core/simd.h"
#include "core/simd_transpose.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

}  // namespace

void to_block(const float* plain, std::int64_t plane, int present, float* blocked, std::int64_t pixels) {
  std::int64_t p = 0;
  for (; p + kLanes <= pixels; p += kLanes) {
#pragma GCC unroll 2
    for (int v = 0; v < kVectorsPerBlock; ++v) {
      Vec tile[kLanes];
#pragma GCC unroll 16
      for (int i = 0; i < kLanes; ++i) {
        const int lane = v * kLanes + i;
        tile[i] = lane < present ? load(plain + lane * plane + p) : Vec{};
      }
      transpose(tile);
#pragma GCC unroll 16
      for (int i = 0; i < kLanes; ++i) store(blocked + (p + i) * kBlock + v * kLanes, tile[i]);
    }
  }
  for (; p < pixels; ++p) {
    for (int lane = 0; lane < kBlock; ++lane) blocked[p * kBlock + lane] = lane < present ? plain[lane * plane + p] : 0;
  }
}

void from_block(const float* blocked, float* plain, std::int64_t plane, int present, std::int64_t pixels) {
  std::int64_t p = 0;
  for (; p + kLanes <= pixels; p += kLanes) {
#pragma GCC unroll 2
    for (int v = 0; v < kVectorsPerBlock; ++v) {
      Vec tile[kLanes];
#pragma GCC unroll 16
      for (int i = 0; i < kLanes; ++i) tile[i] = load(blocked + (p + i) * kBlock + v * kLanes);
      transpose(tile);
#pragma GCC unroll 16
      for (int i = 0; i < kLanes; ++i) {
        const int lane = v * kLanes + i;
        if (lane < present) store(plain + lane * plane + p, tile[i]);
      }
    }
  }
  for (; p < pixels; ++p) {
    for (int lane = 0; lane < present; ++lane) plain[lane * plane + p] = blocked[p * kBlock + lane];
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
