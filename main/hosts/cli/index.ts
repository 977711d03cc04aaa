#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0

// Entry point of the command `convscope`, built as out/main/cli.cjs. It holds no module that another file of the build may
// need, which would have to load the entry for that, and so start the command.
void import('./start')
