/** The charted text, read by models of the same making but other seeds. */
import type { ModelInfo } from '../../model/types';
import type { StabilityView } from '../../webview/protocol';
import type { Subject, Surface } from '../feature';
import { serviceOf } from './service';
import { stabilityOf, type SeedReading } from './stability';

/** The models of other seeds than the one that read the text, by their names. */
export const othersOf = ({ seeds = [] }: ModelInfo, model: string): string[] =>
  seeds.filter((seed) => seed !== model);

/**
 * One model after the other, each of which gives its memory back; the charted reading comes first.
 * @returns null where there are no such models, or it was cancelled
 */
export async function readSeeds(
  surface: Surface,
  { entry, unit }: Pick<Subject, 'entry' | 'unit'>,
  signal: AbortSignal,
): Promise<StabilityView | null> {
  const info = await (await serviceOf(surface, entry.model)).info();
  const readings: SeedReading[] = [{ model: entry.model, analysis: unit.analysis }];
  for (const model of othersOf(info, entry.model)) {
    if (signal.aborted) return null;
    const service = surface.service(model);
    try {
      const { analyses } = await service.analyze(unit.text, { signal });
      if (signal.aborted) return null;
      const [analysis] = analyses;
      if (analysis) readings.push({ model, analysis });
    } finally {
      // Who reads with it by the settings goes on doing so.
      if (model !== surface.config().model) service.rest();
    }
  }
  return readings.length < 2 ? null : stabilityOf(unit.analysis.label, readings);
}
