// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { progressOf, reasonIn } from '#app/engine-build/build-output'

describe('what a build prints', () => {
  it.each([
    ['[61/115] Building CXX object CMakeFiles/engine.dir/a.cc.o', { done: 61, total: 115, unit: 'files' }],
    ['[ 53%] Building CXX object CMakeFiles/engine.dir/a.cc.o', { done: 53, total: 100, unit: 'percent' }],
    ['[100%] Linking CXX shared module convscope.node', { done: 100, total: 100, unit: 'percent' }],
    ['-- Configuring done (0.5s)', null],
    ['  [1/2] is quoted', null],
  ])('tells how far it is: %s', (line, progress) => expect(progressOf(line)).toEqual(progress))

  it('tells by its errors why it failed, not by what is said of every failure', () => {
    const lines = [
      '[3/115] Building CXX object a.cc.o',
      'FAILED: a.cc.o',
      'a.cc:7:3: error: expected ‘;’ before ‘}’',
      'ninja: build stopped: subcommand failed.',
      'ERR! OMG Process terminated: 1',
    ]
    expect(reasonIn(lines)).toBe('a.cc:7:3: error: expected ‘;’ before ‘}’')
  })

  it('tells what CMake misses', () => {
    const lines = [
      'CMake Error at /usr/share/cmake/Modules/CMakeDetermineCXXCompiler.cmake:48 (message):',
      '  Could not find compiler set in environment variable CXX:',
      'CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage',
      '-- Configuring incomplete, errors occurred!',
      'ERROR OMG Process terminated: 1',
    ]
    expect(reasonIn(lines)).toBe(
      'Could not find compiler set in environment variable CXX: CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage',
    )
  })

  it('tells what cmake-js misses, once', () => {
    const line = 'ERROR OMG C++ Compiler toolset is not available. Install one.'
    expect(reasonIn([line, line])).toBe('C++ Compiler toolset is not available. Install one')
  })

  it('tells the last lines where none names an error', () => {
    expect(reasonIn(['one', 'two', '', 'three', 'four', 'ERR! OMG Process terminated: 1'])).toBe('two three four')
  })
})
