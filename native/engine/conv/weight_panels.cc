// SPDX-License-Identifier: Apache-2.0
#include "conv/weight_panels.h"

namespace convscope::conv {

void WeightPanels::pack_bias(const float* bias, float* packed) const {
  for (int channel = 0; channel < padded_channels(); ++channel) {
    packed[channel] = bias != nullptr && channel < out_channels ? bias[channel] : 0.0f;
  }
}

}  // namespace convscope::conv
