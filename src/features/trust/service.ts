/** Which service reads as an analysis was read. */
import type { AnalyzerService } from '../../model/types';
import type { Surface } from '../feature';

/** The settings' own, unless they have changed since. */
export async function serviceOf(surface: Surface, model: string): Promise<AnalyzerService> {
  const own = surface.service();
  if (surface.config().model === model) return own;
  // A model that is set by its path has another name.
  return (await own.info()).name === model ? own : surface.service(model);
}
