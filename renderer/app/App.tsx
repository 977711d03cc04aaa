// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core'
import { useEffect } from 'react'
import { actions, connect, useApp } from '../store'
import { Shell } from './Shell'
import { cssVariables, theme } from './theme'
import { useWholeWords } from './use-whole-words'

export function App() {
  const { theme: colours, language, units } = useApp((state) => state.settings)
  const ready = useApp((state) => state.host !== null || state.problem !== null)
  useWholeWords()
  useEffect(() => {
    const disconnect = connect()
    void actions.start()
    return disconnect
  }, [])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(colours === 'system' ? {} : { forceColorScheme: colours })}
    >
      {/* New words or units draw everything anew. */}
      {ready ? <Shell key={`${language} ${units}`} /> : null}
    </MantineProvider>
  )
}
