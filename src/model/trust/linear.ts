/** The attribution of a bag of words: its own summands, which any method comes to where everything is a sum. */
import type { Engine } from '../engines/engine';
import { InputError } from '../types';
import type { Attributor } from './examiner';

/** @param name of the model */
export function linearAttributor(engine: Engine, name: string): Attributor {
  return {
    attribute(ids, _label, method) {
      if (method === 'attention-gradient') {
        return Promise.reject(
          new InputError(`The model ${name} attends to nothing: it has no attention weights.`),
        );
      }
      const values = Array.from(engine.run([ids])[0]!.effects!);
      const total = method === 'integrated-gradients' ? values.reduce((sum, value) => sum + value, 0) : null;
      return Promise.resolve({ values, total });
    },
  };
}
