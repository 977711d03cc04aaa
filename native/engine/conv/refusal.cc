// SPDX-License-Identifier: Apache-2.0
#include "conv/refusal.h"

namespace convscope::conv {

std::string Refusal::text() const {
  std::string text = "the kernel does not take the convolution (";
  text += id == nullptr ? "for no reason" : id;
  for (const Figure& figure : figures) text += std::string(", ") + figure.name + " " + std::to_string(figure.value);
  if (in_every_group) text += ", in every group";
  return text + ").";
}

}  // namespace convscope::conv
