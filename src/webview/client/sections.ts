/** The page's sections below chart and heat map, in order. */
import { Edits } from './edits';
import { ExportSection } from './exportSection';
import type { Section, SectionHost } from './section';
import { Training } from './training';

export function sectionsOf(host: SectionHost): readonly Section[] {
  return [new Edits(host), new Training(host), new ExportSection(host)];
}
