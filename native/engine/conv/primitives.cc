// SPDX-License-Identifier: Apache-2.0
#include "conv/primitives.h"

#include "conv/simd/functions.h"

namespace convscope::conv {

const Primitives& primitives(core::Isa isa) {
  switch (isa) {
#if defined(CONVSCOPE_HAS_X86_SIMD)
    case core::Isa::kAvx512:
      return simd::avx512::kPrimitives;
    case core::Isa::kAvx2:
      return simd::avx2::kPrimitives;
#elif defined(CONVSCOPE_HAS_NEON)
    case core::Isa::kNeon:
      return simd::neon::kPrimitives;
#endif
    default:
      return simd::portable::kPrimitives;
  }
}

}  // namespace convscope::conv
