/** Every message between the extension and its panel, both ways. No imports but types. */
import type {
  Analysis,
  Backend,
  Calibration,
  ClassProbability,
  EpochReading,
  EpochsReport,
  Span,
  WeightKind,
} from '../model/types';
import type { Attribution, Examination } from '../model/trust/types';

/** What the words are shaded by, in editor and panel alike; the latter two speak for or against the verdict. */
export type ShadingSource = 'attention' | 'deletion' | 'integrated-gradients';

/** Signed values that words are shaded by in the place of their weights; above 0 a word speaks for the verdict. */
export interface WordShading {
  readonly source: Exclude<ShadingSource, 'attention'>;
  /** By word. */
  readonly values: readonly number[];
}

/** One analysed stretch as the panel shows it; offsets are into `text`. */
export interface ViewAnalysis {
  readonly id: number;
  /** Where it stands, e.g. "review.txt:3–9". */
  readonly title: string;
  /** The analysed stretch itself; token offsets in `analysis` are rebased so that they index it. */
  readonly text: string;
  /** Blanks that stand before it on its first line in the document, where nothing else does. */
  readonly indent?: string;
  readonly analysis: Analysis;
  /** The document has changed inside this stretch since; its shading is gone from the editor. */
  readonly stale: boolean;
  /** Only where the words are not shaded by their weights. */
  readonly shading?: WordShading;
}

/** All the panel needs to draw itself; sent whole on `ready` and after every change. */
export interface ViewState {
  readonly model: string;
  readonly backend: string;
  readonly passedOver: readonly string[];
  /** What the model's manifest says of its probabilities. */
  readonly calibration?: Calibration;
  readonly analyses: readonly ViewAnalysis[];
  /** Which one is charted. */
  readonly active: number | null;
  /** What was not read, in words ("12,000 words after line 80: above the limit of 20,000"). */
  readonly unread: string | null;
  /** Into how many texts what is longer than the model reads at once was split, in words; null where nothing was. */
  readonly split?: string | null;
  /** Wall-clock milliseconds of the request. */
  readonly ms: number;
  readonly busy: boolean;
  /** The last request failed with this message. */
  readonly error: string | null;
  /** Shading parameters, so that the heat map has the editor's scale. */
  readonly gamma: number;
  readonly scale: 'relative' | 'absolute';
  /** Words are shaded by signed values, as soon as they are known of a text. */
  readonly signed?: boolean;
  /** Whether lines under the words say the weight as well; 'auto', the default: in high contrast themes. */
  readonly emphasis?: 'auto' | 'always' | 'never';
  /** Only where a pinned analysis is shown, not a live one: when it was pinned, in ms since 1970. */
  readonly pinned?: number;
}

/** What one model made of the charted text, word by word, so that several stand side by side. */
export interface ComparedReading {
  /** Of several stretches that had to be read one by one: the mean of their log probabilities, by words. */
  readonly verdict: ClassProbability;
  readonly kind: WeightKind;
  /** By token of the charted text, sum 1; null: not read. */
  readonly weights: readonly (number | null)[];
  /** Likewise, for kinds that have them; see WeightedToken. */
  readonly effects: readonly (number | null)[] | null;
  /** Stretches that the text was read in. */
  readonly stretches: number;
  readonly backend: Backend;
  /** Milliseconds the model took, from the first word on and without loading it. */
  readonly ms: number;
  readonly parameters: number;
}

export interface ComparedModel {
  /** As it is chosen: a name, or the path of a folder. */
  readonly model: string;
  readonly state: 'waiting' | 'reading' | 'done' | 'failed';
  /** Only when done. */
  readonly reading?: ComparedReading;
  /** Only when failed: why. */
  readonly error?: string;
}

export interface ModelsCompared {
  /** The analysis whose text they read; null where none is analysed. */
  readonly id: number | null;
  /** The text itself: while it is being written, it changes under its id. */
  readonly text: string | null;
  /** All that can be chosen. */
  readonly offered: readonly string[];
  /** Those that are, in the order of `offered`; fewer than two are not compared. */
  readonly chosen: readonly string[];
  /** One for each that is chosen. */
  readonly columns: readonly ComparedModel[];
}

/** A text that the charted one can be laid beside. */
export interface OtherText {
  readonly key: string;
  readonly title: string;
  /** Its first words. */
  readonly snippet: string;
  readonly from: 'document' | 'elsewhere' | 'pinned';
}

export interface PairedText {
  readonly title: string;
  readonly text: string;
  readonly analysis: Analysis;
}

/** Two texts by one model. */
export interface TextPair {
  /** The charted one. */
  readonly id: number;
  /** Which other was chosen. */
  readonly key: string;
  readonly model: string;
  readonly state: 'reading' | 'done' | 'failed';
  readonly other?: PairedText;
  readonly error?: string;
}

/** One analysis that was pinned, as a line of the list. */
export interface PinLine {
  readonly id: number;
  readonly place: string;
  readonly snippet: string;
  readonly words: number;
  readonly verdict: ClassProbability;
  readonly model: string;
  /** When, in ms since 1970. */
  readonly at: number;
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
  /** The text itself: while it is being written, it changes under its id. */
  readonly text: string;
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

/** How far the words' ranks and the verdict are the same with models of the same making but other seeds. */
export interface StabilityView {
  /** The models that read the text, the charted one first. */
  readonly models: readonly string[];
  /** P(label of the charted verdict) by each of them. */
  readonly probabilities: readonly number[];
  /** By word: its lowest and highest weight. */
  readonly weights: readonly (readonly [number, number])[];
  /** By word: its best and worst rank, from 1. */
  readonly ranks: readonly (readonly [number, number])[];
  /** Words among the most attended whose rank is not the same everywhere; see `stability.ts`. */
  readonly unstable: readonly number[];
}

/** Whether attention can be believed on the charted text. */
export type TrustView = {
  /** The analysis that was examined. */
  readonly id: number;
  /** The text itself: while it is being written, it changes under its id. */
  readonly text: string;
  readonly source: ShadingSource;
  /** Of the charted text, once it is wanted and known. */
  readonly integrated: Attribution | null;
  /** Null: not wanted yet, or there are no models of other seeds. */
  readonly stability: StabilityView | null;
  /** How many models of other seeds there are; not given where that is not known. */
  readonly seeds?: number;
} & (
  | { readonly state: 'reading'; readonly done: number; readonly total: number }
  /** Above the size that is examined by itself: only when asked for. */
  | { readonly state: 'waiting'; readonly words: number }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'read'; readonly examination: Examination }
);

export type ToWebview =
  | { readonly type: 'state'; readonly state: ViewState | null }
  /** Mark this token (index into the analysis' tokens), or none. */
  | { readonly type: 'mark'; readonly id: number; readonly token: number | null }
  /** What edits would do to a text, or null: none are being looked at. `focus`: somebody asked for it just now. */
  | { readonly type: 'edits'; readonly view: EditsView | null; readonly focus: boolean }
  /** Unfold a section and bring it into sight. */
  | { readonly type: 'openSection'; readonly section: SectionName }
  | { readonly type: 'modelsCompared'; readonly compared: ModelsCompared }
  /** What the charted text can be laid beside. */
  | { readonly type: 'otherTexts'; readonly id: number | null; readonly texts: readonly OtherText[] }
  | { readonly type: 'textPair'; readonly pair: TextPair | null }
  /** `shown`: the one that the panel shows instead of a live analysis. */
  | { readonly type: 'pins'; readonly pins: readonly PinLine[]; readonly shown: number | null }
  | { readonly type: 'training'; readonly training: TrainingView }
  /** Null: nothing is analysed. */
  | { readonly type: 'trust'; readonly trust: TrustView | null }
  /** An export asks how the page looks, and how wide these words stand in it. */
  | { readonly type: 'exportLook'; readonly request: number; readonly words: readonly string[] }
  /** An export asks for its picture as a PNG. */
  | ({ readonly type: 'exportPng'; readonly request: number } & PictureToDraw);

/** An SVG and its size in CSS pixels, to be drawn `scale` times as large. */
export interface PictureToDraw {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Font of a part of the page, resolved. */
export interface PageFont {
  readonly family: string;
  /** Pixels. */
  readonly size: number;
}

/** How the page looks: everything resolved, so that it can be repeated without the page. */
export interface PageLook {
  /** "dark", "light", "high-contrast" or "high-contrast-light". */
  readonly kind: string;
  /** By their names in media/panel-base.css, as computed styles have them. */
  readonly colours: Readonly<Record<string, string>>;
  readonly ui: PageFont;
  readonly text: PageFont;
  /** Pixels of the words that were asked for, in their order. */
  readonly widths: readonly number[];
  /** Of the chart's bars. */
  readonly order: 'reading' | 'sorted';
}

/** A stretch of a changed text: as it was, put in, or taken out (then the changed text has it no longer). */
export interface EditPiece {
  readonly kind: 'kept' | 'inserted' | 'removed';
  readonly text: string;
}

/** A word whose share, or effect, differs before and after edits; null where the text does not have it. */
export interface EditedWord {
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** A text, the edits that are being tried on it, and what they do to its verdict and its words. */
export interface EditsView {
  /** Where the text stands. */
  readonly title: string;
  readonly model: string;
  /** What was done, one after the other, in words. */
  readonly steps: readonly string[];
  readonly before: Pick<Analysis, 'label' | 'probability' | 'classes'>;
  /** Of the changed text, whose offsets it has. */
  readonly after: Analysis;
  /** In reading order; without those taken out they are the changed text. */
  readonly pieces: readonly EditPiece[];
  /** Words after which the model cut the changed text, which it does not read whole; null: it was read whole. */
  readonly cutAfter: number | null;
  /** Change of the log-odds of the label before, against all other classes. */
  readonly logOdds: number;
  /** What `words` holds: shares, or effects on the log-odds of the label before. */
  readonly values: 'weight' | 'effect';
  /** Largest change first; not all of them. */
  readonly words: readonly EditedWord[];
  /** Why the edits cannot be applied to the document; null where they can. */
  readonly blocked: string | null;
}

export type FromWebview =
  | { readonly type: 'ready' }
  /** A bar or word is hovered or focused (null: no longer). */
  | { readonly type: 'mark'; readonly id: number; readonly token: number | null }
  /** A word was clicked: reveal it in the editor. */
  | { readonly type: 'reveal'; readonly id: number; readonly token: number }
  /** A stretch of words was brushed: select them, both ends and all between (indices of tokens), in the editor. */
  | { readonly type: 'select'; readonly id: number; readonly from: number; readonly to: number }
  /** Another analysis was chosen in the panel. */
  | { readonly type: 'activate'; readonly id: number }
  /** Run a command of ours (a button in the panel's empty or error view). */
  | { readonly type: 'command'; readonly command: 'analyze' | 'clear' | 'showLog' | 'showSample' }
  /** A text was chosen in the run through the document: chart it and reveal it in the editor. */
  | { readonly type: 'jump'; readonly id: number }
  /** Show the setting that says what one analysis covers. */
  | { readonly type: 'chooseSegments' }
  /** A section that costs something to fill was unfolded, or folded up. */
  | { readonly type: 'unfold'; readonly section: SectionName; readonly open: boolean }
  /** What is to become of the edits that are being looked at; `seen`: the page has shown them and taken the focus. */
  | { readonly type: 'edits'; readonly action: 'apply' | 'undo' | 'discard' | 'seen' }
  /** Another edit, at a token of the changed text. */
  | { readonly type: 'editWord'; readonly action: 'without' | 'replace' | 'negate'; readonly token: number }
  /** Read through the training of this model, one of those that were offered. */
  | { readonly type: 'trainingModel'; readonly model: string }
  /** A button of the page: export what is shown, or copy it as Markdown. */
  | { readonly type: 'export'; readonly what: 'file' | 'markdown' }
  | { readonly type: 'exportLook'; readonly request: number; readonly look: PageLook }
  /** The file's bytes, or why there are none. */
  | {
      readonly type: 'exportPng';
      readonly request: number;
      readonly bytes: Uint8Array | null;
      readonly error: string | null;
    }
  /** These models are to be compared. */
  | { readonly type: 'chooseModels'; readonly models: readonly string[] }
  /** Lay this text beside the charted one; null: none. */
  | { readonly type: 'chooseText'; readonly key: string | null }
  /** Shade the words by this. */
  | { readonly type: 'shadeBy'; readonly source: ShadingSource }
  /** Examine the charted text, although it is large. */
  | { readonly type: 'examine' }
  /** Read the charted text with models of other seeds. */
  | { readonly type: 'stability' }
  /** Pin what is shown. */
  | { readonly type: 'pin' }
  | { readonly type: 'openPin'; readonly id: number }
  | { readonly type: 'removePin'; readonly id: number }
  | { readonly type: 'removePins' }
  /** Back from a pinned analysis to what is live. */
  | { readonly type: 'leavePin' };

/** Sections of the panel that are filled only while they are open. */
export type SectionName = 'trust' | 'training' | 'compare' | 'run' | 'edits' | 'pinned';

/** What the panel's sections say to the features that they belong to: all that the link itself has no answer for. */
export type FeatureMessage = Exclude<
  FromWebview,
  { readonly type: 'ready' | 'mark' | 'reveal' | 'activate' | 'command' }
>;

export type { Analysis, EpochReading, EpochsReport, Span };
export type {
  Attribution,
  DeletionCurve,
  Examination,
  Faithfulness,
  Occlusion,
  Ordered,
  Spread,
  TrustVerdict,
} from '../model/trust/types';
