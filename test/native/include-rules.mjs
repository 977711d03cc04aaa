// SPDX-License-Identifier: Apache-2.0
// What a file below native/ may include, each rule with its reason. Run by `npm run check`.

/**
 * @typedef {object} IncludeRule forbids the includes that match all of its patterns
 * @property {string} reason
 * @property {RegExp} from the including file, below native/
 * @property {RegExp} [fromNot]
 * @property {RegExp} to the included file, below native/; with its brackets where it is none of ours: `<napi.h>`
 * @property {RegExp} [toNot]
 */

const SIMD_FOLDER = /^engine\/\w+\/simd\//

/** @type {readonly IncludeRule[]} */
export const INCLUDE_RULES = [
  {
    reason: 'Data flows one way: addon → graph → conv and ops → memory → core. Core is what all others stand on.',
    from: /^engine\/core\//,
    to: /^(engine|addon)\//,
    toNot: /^engine\/core\//,
  },
  {
    reason: 'Memory is counted the same for whatever takes it, so it knows nothing of who does.',
    from: /^engine\/memory\//,
    to: /^(engine|addon)\//,
    toNot: /^engine\/(memory|core)\//,
  },
  {
    reason: 'Convolutions are compared with each other apart from any network or other operation.',
    from: /^engine\/conv\//,
    to: /^(engine|addon)\//,
    toNot: /^engine\/(conv|memory|core)\//,
  },
  {
    reason: 'The plan chooses a kernel for a convolution; an operation that called one would choose by itself.',
    from: /^engine\/ops\//,
    to: /^(engine|addon)\//,
    toNot: /^engine\/(ops|memory|core)\//,
  },
  {
    reason: 'The engine is a library of its own: tests of a cross-compiled build run it without the addon.',
    from: /^engine\//,
    to: /^addon\//,
  },
  {
    reason: 'The engine is a library of its own: Node is known to the addon only.',
    from: /^engine\//,
    to: /^<(napi|node|node_api|js_native_api|uv|v8)(-inl)?\.h>$/,
  },
  {
    reason: 'Kernels are reached through the registry, so that adding one changes no other file.',
    from: /^(addon|engine)\//,
    fromNot: /^engine\/conv\/(registry|depthwise|gemm_1x1|grouped|streamed|tiled|winograd|winograd_streamed)\.cc$/,
    to: /^engine\/conv\/kernel_list\.h$/,
  },
  {
    reason: 'A kernel never uses a part of another: what two of them need is a file with a name of its own.',
    from: /^engine\//,
    fromNot: /^engine\/conv\/streamed/,
    to: /^engine\/conv\/streamed/,
  },
  {
    reason: 'A kernel never uses a part of another: what two of them need is a file with a name of its own.',
    from: /^engine\//,
    fromNot: /^engine\/conv\/(simd\/)?winograd/,
    to: /^engine\/conv\/winograd/,
  },
  {
    reason: 'The loops of an instruction set are called only through the one file that chooses the set at run time.',
    from: /^(addon|engine)\//,
    fromNot: /^engine\/(\w+\/simd\/.*|conv\/primitives\.cc|ops\/loops\.cc)$/,
    to: SIMD_FOLDER,
  },
  {
    reason: 'The vectors of core/simd.h exist once per instruction set, in sources of folders named simd alone.',
    from: /^(addon|engine)\//,
    fromNot: /^engine\/(\w+\/simd\/|core\/(simd|simd_half|simd_bfloat16|simd_tiles|simd_transpose|exponential)\.h$)/,
    to: /^engine\/core\/(simd|simd_half|simd_bfloat16|simd_tiles|simd_transpose|exponential)\.h$/,
  },
  {
    reason:
      'The linker keeps one copy of an inline function of C++, which might be one that the processor cannot execute.',
    from: SIMD_FOLDER,
    to: /^</,
    toNot: /^<(math\.h|cstddef|cstdint)>$/,
  },
  {
    reason: 'A source is compiled by the build, never as a part of another.',
    from: /./,
    to: /\.cc$/,
  },
]
