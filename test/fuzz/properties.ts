/** All properties, in the order in which they are tried. */
import { exportProperties } from './exports';
import { modelProperties } from './models';
import { outletProperties } from './outlets';
import type { Fuzzed } from './property';
import { protocolProperties } from './protocol';
import { readerProperties } from './readers';
import { textProperties } from './text';

export const PROPERTIES: readonly Fuzzed[] = [
  ...textProperties,
  ...modelProperties,
  ...protocolProperties,
  ...readerProperties,
  ...exportProperties,
  ...outletProperties,
];
