import type { InstructionSet } from '#contract/configuration'
import type { DocumentParameters, FileParameters } from './files'
import type { MessageOf, None } from './parameters'
import type { InputParameters, ShapeParameters } from './shapes'
import type { CodingParameters, NodeParameters, TensorParameters } from './tensors'
import type { UnsupportedParameters } from './unsupported'

/** Why a file does not become a model, or a model has no shapes. */
export type ReadCause = MessageOf<
  FileParameters & TensorParameters & NodeParameters & ShapeParameters & InputParameters
>
export type FileCause = MessageOf<FileParameters>
export type DocumentCause = MessageOf<DocumentParameters & FileParameters>
export type CodingCause = MessageOf<CodingParameters>
/** Why a node of a file cannot be run. */
export type UnsupportedCause = MessageOf<UnsupportedParameters>

/** What is wrong: sentences. Files by name or path, `detail` is what other software says. */
export interface ProblemParameters {
  'problem.cannotOpen': { readonly file: string; readonly why: ReadCause }
  /** `file`: null where it has no name yet. */
  'problem.openingCancelled': { readonly file: string | null }
  'problem.openingFailed': { readonly file: string; readonly detail: string }
  'problem.shapes': {
    readonly operation: string
    readonly node: string
    readonly file: string | null
    readonly why: ReadCause
  }
  'problem.input': { readonly file: string | null; readonly why: ReadCause }
  'problem.notAFile': { readonly name: string }
  'problem.modelClosed': None
  'problem.noSample': { readonly sample: string }
  'problem.notWritten': { readonly path: string; readonly why: FileCause }
  'problem.notRead': { readonly file: string; readonly why: FileCause }

  'problem.notConstant': { readonly tensor: number }
  'problem.madeUpValues': { readonly tensor: string }
  'problem.valuesNotRead': { readonly tensor: string; readonly why: UnsupportedCause }
  'problem.valuesMoved': { readonly file: string; readonly tensor: string }
  'problem.lookingCancelled': { readonly tensor: string }
  'problem.lookingFailed': { readonly tensor: string; readonly detail: string }

  'problem.superseded': None
  'problem.runBusy': None
  /** `code`: of the process’s end; `detail`: its last words, or null. */
  'problem.runLost': { readonly file: string; readonly code: number | null; readonly detail: string | null }
  'problem.tuningBusy': None
  'problem.tuningIsa': { readonly isa: InstructionSet }
  'problem.tuningLost': { readonly code: number | null }

  'problem.notDocument': { readonly source: string; readonly why: DocumentCause }
  'problem.documentClosed': None
  'problem.noSuchEntry': None
  /** `name`: null where it has none any more. */
  'problem.notInHistory': { readonly name: string | null }
  'problem.severalModels': { readonly entry: string; readonly model: string; readonly first: string }
  'problem.exportCancelled': None
  'problem.exportFailed': { readonly detail: string }
  'problem.notSaved': { readonly file: string }
  'problem.nothingToSave': None
  'problem.noTimes': None
  'problem.nodeDataNoJson': { readonly source: string }
  'problem.nodeDataNoResults': { readonly source: string }
  'problem.nodeDataForeign': { readonly source: string; readonly file: string }

  'problem.samplingBusy': None
  'problem.samplingOnLinux': { readonly platform: string }
  'problem.noProgram': None
  'problem.programMissing': { readonly program: string }
  'problem.programForbidden': { readonly program: string }
  'problem.programNotStarted': { readonly program: string; readonly detail: string }
  'problem.startDeclined': None
  'problem.noProgramsFromPages': None

  'problem.notServed': { readonly path: string; readonly root: string }
  'problem.hostLost': None
  'problem.hostUnreachable': None
  'problem.refused': { readonly channel: string; readonly detail: string }
  'problem.mistake': { readonly channel: string; readonly detail: string }
}

/** What can be done about it: sentences. */
export interface HintParameters {
  'hint.formats': None
  'hint.saveFirst': None
  'hint.reopen': None
  'hint.reload': None
  'hint.cancelOrWait': None
  'hint.stopOrWait': None
  'hint.attachInTerminal': None
  'hint.serveOther': None
}

/** What holds for a model as it was opened: sentences. */
export interface WarningParameters {
  'warning.severalGraphs': None
  'warning.subGraphs': None
  'warning.stripped': None
  'warning.integerWeights': None
  'warning.integerTensors': None
  'warning.weightsFile': { readonly file: string; readonly missing: boolean }
}
