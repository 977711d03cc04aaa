import type { Configuration } from '#contract/configuration'

/** What a build of 2.8.1 or 3.6.1 needs for the kernels of a configuration. */
export function buildNotes(version: '2.8.1' | '3.6.1', { isa, precision }: Configuration): readonly string[] {
  if (isa === 'avx512') {
    return [`AVX-512 in MNN ${version} needs the build option MNN_AVX512, which is off by default.`]
  }
  if (isa === 'arm64-fp16') {
    if (precision !== 'low') {
      return ['Half precision is used under precision low only: this plan is for float32.']
    }
    const preset = version === '2.8.1' ? 'off' : 'on'
    return [`Half precision in MNN ${version} needs the build option MNN_ARM82, which is ${preset} by default.`]
  }
  return []
}
