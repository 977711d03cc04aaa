/** What a figure counts: bytes (binary units), time (ns) or anything else (decimal units). */
export type Quantity = 'bytes' | 'time' | 'count';
export interface Bound {
    readonly operator: '>' | '>=' | '<' | '<=' | '=';
    /** Bytes, nanoseconds or a count. */
    readonly value: number;
}
/**
 * ">5MB", "<=100k", "=0", "2.5ms"; without an operator "=". Sizes are binary whichever way they are
 * written, times without a unit milliseconds. null where it is none of this.
 */
export declare function parseBound(text: string, quantity: Quantity): Bound | null;
