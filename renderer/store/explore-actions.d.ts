import type { ActionContext } from './context';
import type { ColourBy, GraphRequest } from './state';
export interface ExploreActions {
    /** Opens the search, or asks it to take the cursor where it is open. */
    showSearch(): void;
    hideSearch(): void;
    setQuery(query: string): void;
    /** Goes to the next match after the selection in execution order, or to the one before, and round at the ends. */
    goToMatch(direction: 'next' | 'previous'): void;
    /** Selects what was selected before. */
    goBack(): void;
    colourBy(figure: ColourBy): void;
    /** Has the graph zoom or fit. */
    askGraph(kind: GraphRequest['kind']): void;
    collapseBlocks(collapsed: boolean): void;
    /** Shows a collapsed run of blocks in full; named by its first node. */
    expandBlocks(firstNode: number): void;
    /** The list of all keys. */
    showKeys(shown: boolean): void;
}
export declare function createExploreActions({ get, set }: ActionContext, reveal: (node: number) => void): ExploreActions;
