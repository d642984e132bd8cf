/** The words with their weight beside what leaving them out does: the most telling ones, or all. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { count, labelText, signed } from '../../../wording';
import type { Attribution, Examination, StabilityView } from '../../protocol';
import { el, scrollWithin, setText } from '../dom';
import { rove } from '../roving';
import type { Shown, WordEvents } from '../words';
import { effectHead, effectRow, type EffectLine, type EffectScales } from './effectRow';
import { OrderChoice } from './orderChoice';
import { largestSize, LISTED, ordered, topWords, type TrustOrder } from './trustData';

/** Pixels from which on a word, its two bars and their figures stand on one line. */
const ONE_LINE = 540;
const THIRD_COLUMN = 160;

export interface Listed {
  readonly shown: Shown;
  readonly examination: Examination;
  readonly integrated: Attribution | null;
  readonly stability: StabilityView | null;
}

export class EffectList {
  private readonly heading = el('h3', { id: 'trust-words-heading' });
  private readonly orders: OrderChoice;
  private readonly head = el('div');
  private readonly list = el('div', { class: 'trust-list', role: 'listbox' });
  private readonly scroller = el('div', { class: 'trust-scroller' }, this.head, this.list);
  private readonly more = el('vscode-button', { class: 'trust-more', secondary: '' });
  private readonly weightMeaning = el('span', { class: 'meaning' });
  private readonly whiskerMeaning = el('span', { class: 'meaning' });
  private readonly forMeaning = el('span');
  private readonly againstMeaning = el('span');
  private readonly sums = el('p', { class: 'legend trust-sums' });
  readonly element: HTMLElement;

  private listed: Listed | null = null;
  private all = false;
  private tokens: readonly number[] = [];
  private rows: readonly HTMLElement[] = [];
  private drawn = '';
  private at: number | null = null;
  private focused: number | null = null;

  /** @param arranged told of an order that the person has chosen */
  constructor(
    private readonly events: WordEvents,
    order: TrustOrder,
    arranged: (order: TrustOrder) => void,
  ) {
    this.orders = new OrderChoice(order, (chosen) => {
      arranged(chosen);
      this.draw();
    });
    this.more.addEventListener('click', () => {
      this.all = !this.all;
      this.draw();
    });
    this.list.setAttribute('aria-describedby', 'trust-legend');
    this.element = el(
      'section',
      { class: 'trust-words', 'aria-labelledby': 'trust-words-heading' },
      this.heading,
      this.orders.element,
      this.scroller,
      this.more,
      this.legend(),
      this.sums,
    );
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.scroller);
  }

  update(listed: Listed): void {
    this.listed = listed;
    this.draw();
  }

  /** A word is marked, wherever it was pointed at. */
  mark(token: number | null, scroll: boolean): void {
    const found = token === null ? -1 : this.tokens.indexOf(token);
    this.select(found < 0 ? null : found);
    const row = this.rows[found];
    if (row && scroll) scrollWithin(this.scroller, row, 30);
  }

  private legend(): HTMLElement {
    const swatch = (name: string) => el('span', { class: `swatch ${name}`, 'aria-hidden': 'true' });
    return el(
      'p',
      { class: 'legend', id: 'trust-legend' },
      this.weightMeaning,
      this.whiskerMeaning,
      el('span', { class: 'meaning' }, swatch('trust-for'), this.forMeaning),
      el('span', { class: 'meaning' }, swatch('trust-against'), this.againstMeaning),
      el(
        'span',
        { class: 'meaning' },
        t('Effect: log-odds with the word less those without it. Each column has a scale of its own.'),
      ),
    );
  }

  private draw(): void {
    const { listed } = this;
    if (!listed) return;
    const { shown, examination, integrated, stability } = listed;
    const hasWeights = shown.analysis.kind === 'attention';
    const n = examination.effects.length;
    this.orders.update(hasWeights);
    const { order } = this.orders;
    const drawn = JSON.stringify([shown.key, order, this.all, examination.effects, integrated, stability]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const weights = shown.tokens.slice(0, n).map(({ weight }) => weight);
    const words = this.all ? weights.map((_, word) => word) : topWords(weights, examination.effects);
    this.tokens = ordered(words, order, weights, examination.effects);
    const lines = this.tokens.map((token) => lineOf(listed, token, hasWeights));
    const scales = scalesOf(listed, weights);
    const label = labelText(examination.label);
    this.rows = lines.map((line) => effectRow(line, scales));
    this.at = this.focused = null;
    this.list.replaceChildren(...this.rows);
    this.list.removeAttribute('aria-activedescendant');
    this.list.setAttribute('aria-label', t('Words with their weight and their effect'));
    this.head.replaceChildren(effectHead(hasWeights, integrated !== null, label));
    this.scroller.classList.toggle('all', this.all);
    this.scroller.classList.toggle('no-weights', !hasWeights);
    this.scroller.classList.toggle('with-third', integrated !== null);
    this.more.hidden = n <= LISTED;
    setText(
      this.more,
      this.all ? t('Show the {0} most telling', LISTED) : t('Show all {0}', count(n, 'word')),
    );
    this.fit();
    this.explain(listed, hasWeights, label);
  }

  /** Everything on one line where there is room for it. */
  private fit(): void {
    const width = this.scroller.clientWidth;
    const least = ONE_LINE + (this.listed?.integrated ? THIRD_COLUMN : 0);
    if (width > 0) this.scroller.classList.toggle('two-lines', width < least);
  }

  private explain({ integrated, stability }: Listed, hasWeights: boolean, label: string): void {
    setText(
      this.heading,
      hasWeights ? t('Attention, and what leaving the word out does') : t('Effect of each word'),
    );
    this.weightMeaning.hidden = !hasWeights;
    this.whiskerMeaning.hidden = !hasWeights || stability === null;
    if (!this.weightMeaning.hasChildNodes()) {
      const swatch = (name: string) => el('span', { class: `swatch ${name}`, 'aria-hidden': 'true' });
      this.weightMeaning.append(swatch('trust-weight'), t('attention weight'));
      this.whiskerMeaning.append(swatch('trust-range'), t('lowest to highest with other seeds'));
    }
    setText(this.forMeaning, t('right, +: speaks for {0}', label));
    setText(this.againstMeaning, t('left, striped, −: speaks against {0}', label));
    this.sums.hidden = integrated === null;
    setText(this.sums, integrated ? sumText(integrated) : '');
  }

  private select(at: number | null): void {
    if (at === this.at) return;
    this.rows[this.at ?? -1]?.removeAttribute('aria-selected');
    this.at = at;
    const row = at === null ? undefined : this.rows[at];
    if (!row) return this.list.removeAttribute('aria-activedescendant');
    row.setAttribute('aria-selected', 'true');
    this.list.setAttribute('aria-activedescendant', row.id);
  }

  private point(at: number | null): void {
    this.select(at);
    this.events.mark(at === null ? null : this.tokens[at]!);
  }

  private listen(): void {
    const placeAt = ({ target }: Event): number | null => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.trust-row') : null;
      const place = row ? this.tokens.indexOf(Number(row.id.slice('trust-word-'.length))) : -1;
      return place < 0 ? null : place;
    };
    this.list.addEventListener('pointermove', (event) => {
      const place = placeAt(event);
      if (place !== this.at) this.point(place);
    });
    this.list.addEventListener('pointerleave', () => this.point(this.focused));
    this.list.addEventListener('click', (event) => {
      const place = placeAt(event);
      if (place !== null) this.events.reveal(this.tokens[place]!);
    });
    rove(this.list, {
      size: () => this.rows.length,
      current: () => this.focused ?? this.at,
      move: (place) => {
        this.focused = place;
        this.point(place);
        scrollWithin(this.scroller, this.rows[place]!, 30);
      },
      choose: (place) => this.events.reveal(this.tokens[place]!),
      leave: () => {
        this.focused = null;
        this.point(null);
      },
    });
  }
}

function lineOf(
  { shown, examination, integrated, stability }: Listed,
  token: number,
  weights: boolean,
): EffectLine {
  const { text, weight } = shown.tokens[token]!;
  return {
    token,
    text,
    weight: weights ? weight : null,
    range: stability?.weights[token] ?? null,
    ranks: stability?.unstable.includes(token) ? (stability.ranks[token] ?? null) : null,
    effect: examination.effects[token]!,
    before: examination.probability,
    after: examination.without[token]!,
    label: examination.label,
    integrated: integrated?.values[token] ?? null,
  };
}

function scalesOf({ examination, integrated, stability }: Listed, weights: readonly number[]): EffectScales {
  const highest = stability?.weights.map(([, high]) => high) ?? [];
  return {
    weight: largestSize([...weights, ...highest]),
    effect: largestSize(examination.effects),
    integrated: largestSize(integrated?.values ?? []),
  };
}

function sumText({ total, values, label }: Attribution): string {
  const sum = values.reduce((all, value) => all + value, 0);
  const wanted = total ?? sum;
  const parts = [labelText(label), signed(sum), signed(wanted)] as const;
  // What was asked of the sum where it was computed (see Attribution).
  if (Math.abs(sum - wanted) > Math.max(0.01 * Math.abs(wanted), 0.001)) {
    return t(
      'Integrated gradients divide the log-odds of {0} among the words, here not exactly: together {1}, where the text less one of zero vectors has {2}.',
      ...parts,
    );
  }
  return t(
    'Integrated gradients divide the log-odds of {0} among the words: together {1}, which are those of the text less those of a text of zero vectors, {2}.',
    ...parts,
  );
}
