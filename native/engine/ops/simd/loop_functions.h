// SPDX-License-Identifier: Apache-2.0
// The functions of ops/loops.h, once per instruction set.
#pragma once

#include <cstdint>

#include "core/isa.h"
#include "ops/loops.h"

#define CONVSCOPE_DECLARE_LOOPS(isa, isa_value)                                                                        \
  namespace convscope::ops::simd::isa {                                                                                \
  void unary(const Unary& f, const float* x, float* y, std::int64_t count);                                            \
  void binary(BinaryFunction f, const float* a, int a_step, const float* b, int b_step, float* y, std::int64_t count); \
  void activate(Activation f, float* y, std::int64_t count);                                                           \
  void affine(const float* x, const float* factor, const float* offset, float* y, std::int64_t pixels);                \
  void binary_pixels(BinaryFunction f, const float* a, std::int64_t a_step, const float* b, std::int64_t b_step,       \
                     float* y, std::int64_t pixels);                                                                   \
  void pool_row(const PoolRow& row);                                                                                   \
  void to_block(const float* plain, std::int64_t plane, int present, float* blocked, std::int64_t pixels);             \
  void from_block(const float* blocked, float* plain, std::int64_t plane, int present, std::int64_t pixels);           \
  void add_squares(const float* x, float* sums, std::int64_t count);                                                   \
  void normalise(const float* x, const float* sums, float bias, float scale, float exponent, float* y,                 \
                 std::int64_t count);                                                                                  \
  float maximum(const float* x, std::int64_t count);                                                                   \
  float exponentials(const float* x, float shift, float* y, std::int64_t count);                                       \
  inline constexpr int kTileColumns = 2 * core::vector_lanes(isa_value);                                               \
  void multiply_tile(std::int64_t depth, const float* a, std::int64_t a_row, std::int64_t a_step, int rows,            \
                     const float* b, float alpha, float* c, std::int64_t c_row, int columns);                          \
  void accumulate_rows(std::int64_t depth, const float* x, std::int64_t x_step, const float* b, std::int64_t b_row,    \
                       float* y, std::int64_t columns);                                                                \
  float dot(const float* a, const float* b, std::int64_t count);                                                       \
  void dot_rows(const float* a, const float* b, std::int64_t b_row, int rows, std::int64_t count, float* sums);        \
  }

CONVSCOPE_DECLARE_LOOPS(portable, core::Isa::kPortable)
CONVSCOPE_DECLARE_LOOPS(avx2, core::Isa::kAvx2)
CONVSCOPE_DECLARE_LOOPS(avx512, core::Isa::kAvx512)
CONVSCOPE_DECLARE_LOOPS(neon, core::Isa::kNeon)

#undef CONVSCOPE_DECLARE_LOOPS
