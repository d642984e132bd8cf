/** Slider and play button over the epochs. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { t } from '@vscode/l10n';
import { el, setText } from './dom';

/** Milliseconds that an epoch stands there while it plays. */
const STEP_MS = 1000;

export interface PlayerEvents {
  /** Another epoch is to be shown, by its place. */
  moved(index: number): void;
  /** It came to rest: the person moved the slider, or playing ended. */
  rested(index: number): void;
}

export class Player {
  private readonly button = el('vscode-button', { class: 'play' });
  private readonly slider = el('input', { type: 'range', class: 'epoch-slider', min: '0', step: '1' });
  private readonly labels = new Stack('epoch-label');
  private timer: ReturnType<typeof setInterval> | undefined;
  private last = 0;
  readonly element: HTMLElement;

  constructor(private readonly events: PlayerEvents) {
    this.slider.setAttribute('aria-label', t('Epoch of training'));
    this.button.addEventListener('click', () => this.toggle());
    this.slider.addEventListener('input', () => {
      this.stop();
      this.events.moved(this.index);
    });
    this.slider.addEventListener('change', () => this.events.rested(this.index));
    this.slider.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      this.toggle();
    });
    this.element = el('div', { class: 'player' }, this.button, this.slider, this.labels.element);
    this.say();
  }

  get index(): number {
    return Number(this.slider.value);
  }

  /**
   * @param labels of all epochs, in order
   * @param spoken what the slider says of the one that is shown
   */
  update(labels: readonly string[], index: number, spoken: string): void {
    this.last = labels.length - 1;
    this.slider.max = String(this.last);
    this.slider.value = String(index);
    this.slider.setAttribute('aria-valuetext', spoken);
    this.slider.disabled = this.last === 0;
    this.button.disabled = this.last === 0;
    this.labels.update(labels, index);
    this.say();
  }

  focus(): void {
    this.slider.focus({ preventScroll: true });
  }

  toggle(): void {
    if (this.timer !== undefined) return this.pause();
    if (this.last === 0) return;
    if (this.index === this.last) this.events.moved(0);
    this.timer = setInterval(() => this.step(), STEP_MS);
    this.say();
  }

  /** Ends playing without a word. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.say();
  }

  private pause(): void {
    this.stop();
    this.events.rested(this.index);
  }

  private step(): void {
    this.events.moved(Math.min(this.last, this.index + 1));
    if (this.index >= this.last) this.pause();
  }

  private say(): void {
    const playing = this.timer !== undefined;
    setText(
      this.button,
      playing ? t('Pause') : this.index === this.last && this.last > 0 ? t('Replay') : t('Play'),
    );
    this.button.classList.toggle('playing', playing);
  }
}

/** Texts of which one is shown, in a place that is large enough for each: whichever it is, nothing else moves. */
export class Stack {
  readonly element: HTMLElement;
  private texts: readonly string[] = [];

  constructor(name: string) {
    this.element = el('div', { class: `stack ${name}` });
  }

  update(texts: readonly string[], index: number): void {
    if (texts.length !== this.texts.length || texts.some((text, i) => text !== this.texts[i])) {
      this.texts = [...texts];
      this.element.replaceChildren(...texts.map((text) => el('p', {}, text)));
    }
    [...this.element.children].forEach((child, i) => child.classList.toggle('shown', i === index));
  }
}
