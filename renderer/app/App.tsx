import { MantineProvider } from '@mantine/core'
import { useEffect } from 'react'
import { actions, connect } from '../store'
import { Shell } from './Shell'
import { cssVariables, theme } from './theme'

export function App() {
  useEffect(() => {
    const disconnect = connect()
    void actions.start()
    return disconnect
  }, [])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Shell />
    </MantineProvider>
  )
}
