/** The page's sections below chart and heat map, in order. */
import type { Section, SectionHost } from './section';
import { Training } from './training';

export function sectionsOf(host: SectionHost): readonly Section[] {
  return [new Training(host)];
}
