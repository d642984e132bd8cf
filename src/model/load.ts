/** Loads whatever kind of model gives verdicts over texts; what its folder says it is. */
import { loadModel, MODEL_FILES, type LoadedModel } from './artifacts';
import { readModelFile } from './folder';
import { LIMITS } from './limits';
import { loadBagOfWords, type LoadedBagOfWords } from './linear/folder';
import { InputError, type Calibration, type ReadFile, type WeightKind } from './types';

export type AnyModel = LoadedModel | LoadedBagOfWords;

export function isBagOfWords(model: AnyModel): model is LoadedBagOfWords {
  return 'bagOfWords' in model;
}

/** Loads and checks a model folder of either kind. Rejects with InputError, also for a model that is no classifier. */
export async function loadAnyModel(read: ReadFile): Promise<AnyModel> {
  const manifest = await readModelFile(read, MODEL_FILES.manifest, {}, LIMITS.manifestBytes);
  const readOnce: ReadFile = (name, most) =>
    name === MODEL_FILES.manifest ? Promise.resolve(manifest) : read(name, most);
  const kind = kindIn(manifest);
  if (kind === 'alignment') {
    throw new InputError(
      `${MODEL_FILES.manifest}: the model aligns two sequences and is no classifier; expected one that gives verdicts`,
    );
  }
  return kind === 'bag-of-words' ? loadBagOfWords(readOnce) : loadModel(readOnce);
}

/** Undefined too where the manifest is damaged: whoever checks it says how. */
function kindIn(manifest: Uint8Array): unknown {
  try {
    return (JSON.parse(new TextDecoder().decode(manifest)) as { kind?: unknown } | null)?.kind;
  } catch {
    return undefined;
  }
}

/** How many numbers were learnt or, as a frozen embedding, taken over; which pairs of words there are was not. */
export function parametersOf(model: AnyModel): number {
  if (isBagOfWords(model)) return model.bagOfWords.weights.length + model.bagOfWords.bias.length;
  const sizes = Object.values(model.weights).map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((a, b) => a + b, 0);
}

/** What the weights are that the model's words are shown with. */
export function weightKindOf(model: AnyModel): WeightKind {
  if (isBagOfWords(model)) return 'contribution';
  return model.architecture.attentionKind === 'none' ? 'deletion' : 'attention';
}

/** What a manifest says of its probabilities; what training wrote about itself is read with care, for it is not checked. */
export function calibrationOf({ temperature, training }: AnyModel['manifest']): Calibration {
  const data = training?.['data'];
  const split = typeof data === 'object' && data !== null && 'validation' in data ? data.validation : null;
  const texts = training?.['validationTexts'] ?? split;
  const fitted = typeof texts === 'number' && Number.isSafeInteger(texts) && texts > 0;
  return fitted ? { temperature, fittedOn: texts } : { temperature };
}
