/** The page's sections below chart and heat map, in order. */
import { CompareSection } from './compare/compareSection';
import { Edits } from './edits';
import { ExportSection } from './exportSection';
import { PinnedSection } from './pinned';
import { Run } from './run';
import type { Section, SectionHost } from './section';
import { Training } from './training';
import { TrustSection } from './trust/trustSection';

export function sectionsOf(host: SectionHost): readonly Section[] {
  return [
    new TrustSection(host),
    new Run(host),
    new Edits(host),
    new Training(host),
    new CompareSection(host),
    new ExportSection(host),
    new PinnedSection(host),
  ];
}
