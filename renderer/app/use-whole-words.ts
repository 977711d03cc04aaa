// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'

/** Whatever is cut has its text on itself, on a child, or on one of so many parents. */
const LEVELS = 4

/** What stood in the tooltip before the whole text came in front of it. */
interface Told {
  readonly own: string
  readonly whole: string
}

/**
 * What has no room and ends in an ellipsis tells the whole in its tooltip, wherever in the window it is: what is cut depends on
 * the window's width, the language and the model's names, so that no component knows.
 */
export function useWholeWords(): void {
  useEffect(() => {
    const told = new WeakMap<HTMLElement, Told>()
    const tell = ({ target }: Event) => {
      let element = target instanceof HTMLElement ? target : null
      for (let level = 0; element !== null && level < LEVELS; level += 1) {
        tellWhole(element, told)
        element = element.parentElement
      }
    }
    document.addEventListener('pointerover', tell)
    document.addEventListener('focusin', tell)
    return () => {
      document.removeEventListener('pointerover', tell)
      document.removeEventListener('focusin', tell)
    }
  }, [])
}

function tellWhole(element: HTMLElement, told: WeakMap<HTMLElement, Told>): void {
  const before = told.get(element)
  const own = before !== undefined && element.title === before.whole ? before.own : element.title
  const text = isCut(element) ? textOf(element) : ''
  const isTold = text === '' || own.includes(text) || isToldAbove(element, text)
  const whole = isTold ? own : [text, own].filter((part) => part !== '').join('\n')
  if (whole === element.title) return
  if (whole === '') element.removeAttribute('title')
  else element.title = whole
  told.set(element, { own, whole })
}

function isCut(element: HTMLElement): boolean {
  const { textOverflow, webkitLineClamp, overflowX } = getComputedStyle(element)
  const isField = element instanceof HTMLInputElement
  const mayBeCut = isField || (textOverflow === 'ellipsis' && overflowX !== 'visible')
  if (mayBeCut && element.scrollWidth > element.clientWidth) return true
  return webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight
}

/** What is typed or chosen; words that stand there until something is are none. */
function textOf(element: HTMLElement): string {
  const text = element instanceof HTMLInputElement ? element.value : element.innerText
  return text.replace(/\s+/g, ' ').trim()
}

function isToldAbove(element: HTMLElement, text: string): boolean {
  const above = element.parentElement?.closest<HTMLElement>('[title]')
  return above?.title.includes(text) ?? false
}
