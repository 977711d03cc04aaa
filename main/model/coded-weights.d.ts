/**
 * Weights as an MNN file stores them quantised (IDSTQuan): integers in one of three codings, with
 * scales, for the float32 values that the network computes with. 3.6.1: source/core/ConvolutionCommon.cpp.
 */
export interface CodedWeights {
    readonly kind: 'coded';
    /**
     * palette: indices of `bits` each into a list of int8 values. sparsePalette: the same for some
     * elements, found by steps. int8: plain.
     */
    readonly coding: 'palette' | 'sparsePalette' | 'int8';
    /** Of an integer as it is stored, 1..8. */
    readonly bits: number;
    readonly path: string;
    readonly offset: number;
    readonly byteLength: number;
    /** float32, or float16 where `half`; pairs of minimum and scale where `asymmetric`. */
    readonly scales: {
        readonly path: string;
        readonly offset: number;
        readonly count: number;
        readonly half: boolean;
    };
    readonly asymmetric: boolean;
    /** What the smallest integer is, for asymmetric scales: value = (q − smallest) · scale + minimum. */
    readonly smallest: number;
    /** All scales and minima are multiplied by it. */
    readonly factor: number;
    /** Dimensions in the codings' head are 32-bit, else 16-bit. */
    readonly wideDims: boolean;
}
/** Bytes in the file: integers and scales. */
export declare function storedBytes(weights: CodedWeights): number;
export declare function scaleBytes({ scales }: CodedWeights): number;
/** Throws an Error with a sentence's predicate ("end in the middle") where the bytes are not what they should be. */
export declare function expandWeights(weights: CodedWeights, count: number, bytes: Uint8Array, scaleBytes: Uint8Array): Float32Array;
/** Of an index, as the head of a buffer says. Throws as expandWeights does. */
export declare function paletteBits(bytes: Uint8Array, coding: 'palette' | 'sparsePalette', wideDims: boolean): number;
