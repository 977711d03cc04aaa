// SPDX-License-Identifier: Apache-2.0
/** Whether `layers` of an override (see the contract) means the node of this name. */
export function meansLayer(layers: string, name: string): boolean {
  return layers === name || (isPattern(layers) && matches(layers, name))
}

export function isPattern(layers: string): boolean {
  return layers.includes('*') || layers.includes('?')
}

/**
 * `*` any characters or none, `?` exactly one. Only the last star is ever tried again, so that time is
 * bounded by the product of both lengths, whatever the pattern.
 */
function matches(pattern: string, name: string): boolean {
  let inPattern = 0
  let inName = 0
  let star = -1
  let afterStar = 0
  while (inName < name.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern++
      afterStar = inName
    } else if (wanted === '?' || wanted === name[inName]) {
      inPattern++
      inName++
    } else if (star >= 0) {
      inPattern = star + 1
      inName = ++afterStar
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}
