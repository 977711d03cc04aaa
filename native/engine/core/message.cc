// SPDX-License-Identifier: Apache-2.0
#include "core/message.h"

namespace convscope::core {

std::string Message::text() const {
  if (id == nullptr) return "";
  std::string text = id;
  for (const Parameter& parameter : parameters) {
    text += std::string(" ") + parameter.name + "=";
    text += parameter.is_number ? std::to_string(static_cast<long long>(parameter.number)) : parameter.string;
  }
  for (const Message& within : why) text += ": " + within.text();
  return text;
}

}  // namespace convscope::core
