/** The page's sections below chart and heat map, in order. */
import { ExportSection } from './exportSection';
import type { Section, SectionHost } from './section';

export function sectionsOf(host: SectionHost): readonly Section[] {
  return [new ExportSection(host)];
}
