/**
 * A list box with one tab stop: the container has the focus, arrow keys move `aria-activedescendant`. The words of
 * a long text would otherwise be thousands of tab stops.
 */
import { step } from './chartData';

export interface RovingParts {
  /** How many options there are now. */
  size(): number;
  /** Place of the current option, null for none. */
  current(): number | null;
  /** Moves to this place. */
  move(position: number): void;
  /** Enter, Space. */
  choose?(position: number): void;
  /** Escape, or the focus has left. */
  leave?(): void;
  /** Moves to this place with Shift held, from where it was; as without where not given. */
  extend?(from: number, to: number): void;
  /** Escape; says whether there was something to take back, so that nothing else happens. */
  escape?(): boolean;
  /** A key that this list reads in its own way; null: as usual. */
  key?(key: string, position: number): number | null;
}

export function rove(container: HTMLElement, parts: RovingParts): void {
  container.tabIndex = 0;
  container.addEventListener('focus', () => {
    // By mouse, the click itself says where; by keyboard, start where we were.
    if (parts.size() > 0 && container.matches(':focus-visible')) parts.move(parts.current() ?? 0);
  });
  container.addEventListener('blur', () => parts.leave?.());
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || parts.size() === 0) return;
    const here = parts.current() ?? 0;
    if (event.key === 'Escape') {
      if (!parts.escape?.()) parts.leave?.();
    } else if ((event.key === 'Enter' || event.key === ' ') && parts.choose) parts.choose(here);
    else {
      const next = parts.key?.(event.key, here) ?? step(event.key, here, parts.size());
      if (next === null) return;
      if (event.shiftKey && parts.extend) parts.extend(here, next);
      else parts.move(next);
    }
    event.preventDefault();
  });
}
