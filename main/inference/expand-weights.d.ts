import { type Result } from '#contract/errors';
import type { NativeProgram } from './native-program';
/**
 * The program with every quantised weight replaced by its float32 values, which is what the engine
 * computes with. `checkpoint` is called between weights; it may throw to stop.
 */
export declare function withExpandedWeights(program: NativeProgram, checkpoint?: () => void): Promise<Result<NativeProgram>>;
