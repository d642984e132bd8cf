/** The extension's end of the wire to its page: a ready handshake, the latest state kept, every message told apart. */
import { checkedMessage } from './checked';
import type { FeatureMessage, FromWebview, ToWebview, ViewState } from './protocol';

/** What the person did in the page. */
export interface PanelEvents {
  /** A bar or word is pointed at or focused; null when none is any longer. */
  onMark(id: number, token: number | null): void;
  /** A word was chosen: show it in the editor. */
  onReveal(id: number, token: number): void;
  /** Another analysis was chosen. */
  onActivate(id: number): void;
  /** A button for one of the extension's commands was pressed. */
  onCommand(command: PanelCommand): void;
  /** The page has been loaded (again) and has the latest state. */
  onReady(): void;
  /** The page is hidden or gone; whatever was computed for it is no longer seen. */
  onHidden(): void;
  /** A section of the page has a word for the feature that it belongs to. */
  onFeature(message: FeatureMessage): void;
  /** The page said what none of ours says, or acting upon what it said failed. */
  onTrouble(what: string): void;
}

export type PanelCommand = Extract<FromWebview, { type: 'command' }>['command'];

export type Post = (message: ToWebview) => void;

/**
 * A page forgets everything when it is hidden or reloaded and says `ready` when it is back. Until then nothing
 * is posted; then the latest state is, whole. Until there was a first state or a `clear`, nothing is known here,
 * and a page that came back with a reloaded window keeps showing what it had saved.
 */
export class PanelLink {
  private latest: ViewState | null | undefined;
  private ready = false;

  constructor(
    private readonly events: PanelEvents,
    private readonly post: Post,
  ) {}

  /** Shows this state, now or as soon as the page is ready; null: nothing is analysed (any longer). */
  setState(state: ViewState | null): void {
    // Nothing analysed since the start says nothing against what a restored page shows.
    if (state === null && this.latest === undefined) return;
    this.replace(state);
  }

  /** Empties the page, also of what it had saved before a window reload. */
  clear(): void {
    this.replace(null);
  }

  /** Marks one token of one analysis, or none. A mark is momentary: a page that is not ready never sees it. */
  mark(id: number, token: number | null): void {
    this.send({ type: 'mark', id, token });
  }

  /** Passes on what a feature has to say; false: the page is not ready and never hears it. */
  send(message: ToWebview): boolean {
    if (this.ready) this.post(message);
    return this.ready;
  }

  /** The page is hidden or gone: hold everything back until it says `ready`. */
  suspend(): void {
    const was = this.ready;
    this.ready = false;
    if (was) this.events.onHidden();
  }

  private replace(state: ViewState | null): void {
    this.latest = state;
    if (this.ready) this.post({ type: 'state', state });
  }

  /** Acts upon what the page said; whatever it is, it never throws. */
  receive(said: unknown): void {
    const message = checkedMessage(said);
    if (!message) return this.events.onTrouble('The panel sent a message that it does not have.');
    try {
      this.act(message);
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.events.onTrouble(`The message "${message.type}" of the panel failed: ${why}`);
    }
  }

  private act(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        if (this.latest !== undefined) this.post({ type: 'state', state: this.latest });
        return this.events.onReady();
      case 'mark':
        return this.events.onMark(message.id, message.token);
      case 'reveal':
        return this.events.onReveal(message.id, message.token);
      case 'activate':
        return this.events.onActivate(message.id);
      case 'command':
        return this.events.onCommand(message.command);
      default:
        return this.events.onFeature(message);
    }
  }
}
