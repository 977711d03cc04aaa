import { MantineProvider } from '@mantine/core'
import { useEffect } from 'react'
import { actions, connect, useApp } from '../store'
import { Shell } from './Shell'
import { cssVariables, theme } from './theme'

export function App() {
  const language = useApp((state) => state.language)
  useEffect(() => {
    const disconnect = connect()
    void actions.start()
    return disconnect
  }, [])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {/* A new language draws everything anew: see i18n. */}
      <Shell key={language} />
    </MantineProvider>
  )
}
