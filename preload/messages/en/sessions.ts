// SPDX-License-Identifier: Apache-2.0
import type { MessageOf } from '../sentence'

/** Ways of making several sessions in one process, and what they share. */
export const sessions = {
  'sessions.own': () => 'each on its own',
  'sessions.runtime': () => 'on one runtime',
  'sessions.nets': () => 'a net each',
  'sessions.extractors': () => 'extractors of one net',
  'sessions.own.mnn': () =>
    'Every session makes its own runtime: weights are packed again for each, and only sessions of one interpreter share its model file.',
  'sessions.runtime.1.1.1': () =>
    'Weights are packed again for each session, and each has its own activations and workspaces; from the one pool of the runtime a session takes what others have given back.',
  'sessions.runtime.2.7.0': () =>
    'Weights are packed again for each session. How a runtime that is made by itself takes activations and workspaces is left unset by this release, so that their bytes are not known.',
  'sessions.runtime.2.8.0': () =>
    'Weights are packed again for each session, and each has its own activations and workspaces. A runtime that is made by itself takes them one by one, which a session alone does not: even one session on it can hold more.',
  'sessions.runtime.2.9.5': () =>
    'Weights are packed again for each session; activations and workspaces of all lie in one block, as large as the largest needs, so that the sessions must run one after another.',
  'sessions.nets.ncnn': () => 'Every net holds its own weights, blobs and workspaces.',
  'sessions.extractors.ncnn': () =>
    'Extractors of one net share its weights; each that runs at the same time holds its own blobs and workspaces.',
  'sessions.own.convscope': () => 'Sessions share nothing.',
}

export type SessionsMessage = MessageOf<typeof sessions>
