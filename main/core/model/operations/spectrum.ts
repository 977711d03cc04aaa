// SPDX-License-Identifier: Apache-2.0

/** Discrete Fourier transforms: the last dim has a real part, and perhaps an imaginary one. */
export type SpectrumOperation =
  /**
   * x, [length], [axis]: padded with zeros or cut to the length. onesided: without the half that mirrors the other; the
   * inverse of such a half is real
   */
  | { readonly kind: 'Dft'; readonly axis?: number; readonly inverse: boolean; readonly onesided: boolean }
  /** signal [batch, n, 1 or 2], step, [window], [length]: transforms of frames, each a step behind the one before */
  | { readonly kind: 'Stft'; readonly onesided: boolean }
