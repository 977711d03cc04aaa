// SPDX-License-Identifier: Apache-2.0
import { createBridge } from './bridge'

// The window by itself, in a plain browser: for looking at it while working on it, and for screenshots.
Object.defineProperty(window, 'convscope', { value: createBridge(new URLSearchParams(location.search)) })
await import('../../../renderer/app/main')
