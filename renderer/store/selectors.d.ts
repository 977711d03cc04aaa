import { type LayerRow } from '../lib/layer-rows';
import { type NodeQuery } from '../lib/node-query';
import type { AppState, Measurement } from './state';
/** The measurement of the current configuration, once it has been run. */
export declare function selectMeasurement(state: AppState): Measurement | null;
/** All nodes of the model as layers table, search and palette know them. */
export declare const selectLayerRows: (state: AppState) => readonly LayerRow[];
export interface Matches {
    readonly problem: NodeQuery['problem'];
    /** Ids of the nodes found, in execution order. */
    readonly nodes: readonly number[];
    readonly set: ReadonlySet<number>;
}
/** What the search finds; null while there is none. */
export declare const selectMatches: (state: AppState) => Matches | null;
