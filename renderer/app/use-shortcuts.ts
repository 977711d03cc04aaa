import { useEffect } from 'react'
import { actions } from '../store'

/** Ctrl+F (⌘F) finds a layer. Opening and exporting have theirs in the menu. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      actions.showTab('layers')
      // The field is in the page once the tab is.
      requestAnimationFrame(() => document.getElementById('layers-filter')?.focus())
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
