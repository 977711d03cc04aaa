import { type ActionContext } from './context';
export interface WeightActions {
    /** Has the values of a constant tensor looked at, unless they have been; one tensor at a time. */
    loadStatistics(tensor: number): Promise<void>;
    cancelStatistics(): Promise<void>;
}
export declare function createWeightActions({ bridge, get, set }: ActionContext): WeightActions;
