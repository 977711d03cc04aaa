// SPDX-License-Identifier: Apache-2.0

/** Sharp on screens of several pixels a point; empty. */
export function sharpContext(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null
  if (canvas === null || context === null || width === 0) return null
  const scale = devicePixelRatio
  const [pixels, rows] = [Math.round(width * scale), Math.round(height * scale)]
  // Another size makes a new bitmap, which takes longer than to wipe one.
  if (canvas.width !== pixels) canvas.width = pixels
  if (canvas.height !== rows) canvas.height = rows
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}
