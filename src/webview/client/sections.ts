/** The page's sections below chart and heat map, in order. */
import type { Section, SectionHost } from './section';

export function sectionsOf(_host: SectionHost): readonly Section[] {
  return [];
}
