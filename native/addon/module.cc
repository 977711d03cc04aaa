// SPDX-License-Identifier: Apache-2.0
// The entry point of the addon.
#include "exports.h"

namespace convscope::addon {

NODE_API_MODULE(convscope, add_exports)

}  // namespace convscope::addon
