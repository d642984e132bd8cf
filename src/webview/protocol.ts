/** Every message between the extension and its panel, both ways. No imports but types. */
import type { Analysis, EpochReading, EpochsReport, Span } from '../model/types';

/** One analysed stretch as the panel shows it; offsets are into `text`. */
export interface ViewAnalysis {
  readonly id: number;
  /** Where it stands, e.g. "review.txt:3–9". */
  readonly title: string;
  /** The analysed stretch itself; token offsets in `analysis` are rebased so that they index it. */
  readonly text: string;
  readonly analysis: Analysis;
  /** The document has changed inside this stretch since; its shading is gone from the editor. */
  readonly stale: boolean;
}

/** All the panel needs to draw itself; sent whole on `ready` and after every change. */
export interface ViewState {
  readonly model: string;
  readonly backend: string;
  readonly passedOver: readonly string[];
  readonly analyses: readonly ViewAnalysis[];
  /** Which one is charted. */
  readonly active: number | null;
  /** What was not read, in words ("12,000 words after line 80: above the limit of 20,000"). */
  readonly unread: string | null;
  /** Wall-clock milliseconds of the request. */
  readonly ms: number;
  readonly busy: boolean;
  /** The last request failed with this message. */
  readonly error: string | null;
  /** Shading parameters, so that the heat map has the editor's scale. */
  readonly gamma: number;
  readonly scale: 'relative' | 'absolute';
  /** Whether lines under the words say the weight as well; 'auto', the default: in high contrast themes. */
  readonly emphasis?: 'auto' | 'always' | 'never';
}

/** A model to choose: by the name that settings know it by, and as it calls itself. */
export interface ModelOffer {
  readonly model: string;
  readonly name: string;
}

/** What the section on training shows. */
export type TrainingView = {
  /** The analysis whose text was read. */
  readonly id: number;
  /** The model that it is, or was to be, read with. */
  readonly model: string;
  /** Models that keep epochs of their training. */
  readonly offers: readonly ModelOffer[];
} & (
  | { readonly state: 'reading'; readonly done: number; readonly total: number }
  /** The model keeps no epochs. */
  | { readonly state: 'none' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'read'; readonly report: EpochsReport }
);

export type ToWebview =
  | { readonly type: 'state'; readonly state: ViewState | null }
  /** Mark this token (index into the analysis' tokens), or none. */
  | { readonly type: 'mark'; readonly id: number; readonly token: number | null }
  /** Unfold a section and bring it into sight. */
  | { readonly type: 'openSection'; readonly section: SectionName }
  | { readonly type: 'training'; readonly training: TrainingView };

export type FromWebview =
  | { readonly type: 'ready' }
  /** A bar or word is hovered or focused (null: no longer). */
  | { readonly type: 'mark'; readonly id: number; readonly token: number | null }
  /** A word was clicked: reveal it in the editor. */
  | { readonly type: 'reveal'; readonly id: number; readonly token: number }
  /** Another analysis was chosen in the panel. */
  | { readonly type: 'activate'; readonly id: number }
  /** Run a command of ours (a button in the panel's empty or error view). */
  | { readonly type: 'command'; readonly command: 'analyze' | 'clear' | 'showLog' }
  /** A section that costs something to fill was unfolded, or folded up. */
  | { readonly type: 'unfold'; readonly section: SectionName; readonly open: boolean }
  /** Read through the training of this model, one of those that were offered. */
  | { readonly type: 'trainingModel'; readonly model: string };

/** Sections of the panel that are filled only while they are open. */
export type SectionName = 'training' | 'compare' | 'run' | 'edits' | 'pinned';

/** What the panel's sections say to the features that they belong to: all that the link itself has no answer for. */
export type FeatureMessage = Exclude<
  FromWebview,
  { readonly type: 'ready' | 'mark' | 'reveal' | 'activate' | 'command' }
>;

export type { Analysis, EpochReading, EpochsReport, Span };
