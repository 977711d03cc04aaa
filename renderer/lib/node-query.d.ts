import type { LayerRow } from './layer-rows';
import { type Quantity } from './query-bound';
type Test = (row: LayerRow) => boolean;
/** A term that cannot be understood: the text as typed, and what would be. */
export interface QueryProblem {
    readonly term: string;
    readonly expected: 'regex' | Quantity | 'yes-or-no';
}
export interface NodeQuery {
    /** False for every row where the query has a problem. */
    readonly matches: Test;
    readonly problem: QueryProblem | null;
}
/** All keys, for help texts. */
export declare const QUERY_KEYS: readonly string[];
/**
 * Reads a query: terms between spaces that must all match. A term is a text that occurs in a node's
 * name, operation, algorithm or shape; a /regular expression/ over the same; or one of those in one
 * field (op:conv, name:/^stage\d/), a kernel (k:3x3), a comparison (ws:>50MB, macs:>=1G, time:<2ms) or
 * a question (changed:yes). Double quotes keep spaces together, "-" in front excludes.
 */
export declare function parseNodeQuery(query: string): NodeQuery;
export {};
