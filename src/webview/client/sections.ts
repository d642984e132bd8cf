/** The page's sections below chart and heat map, in order. */
import { ExportSection } from './exportSection';
import { Run } from './run';
import type { Section, SectionHost } from './section';
import { Training } from './training';

export function sectionsOf(host: SectionHost): readonly Section[] {
  return [new Run(host), new Training(host), new ExportSection(host)];
}
