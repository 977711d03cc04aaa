// SPDX-License-Identifier: Apache-2.0
import '@mantine/core/styles.css'
import '@xyflow/react/dist/style.css'
import './app.css'
import '../ui/ui.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
