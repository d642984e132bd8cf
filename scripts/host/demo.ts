import path from 'node:path';
import { checkout } from './processes';

/** The review that is opened, selected and analysed for a start. */
export const DEMO_REVIEW = 'negative.txt';

/** The extension itself, and the little one that runs it once (demo/main.js). */
export const DEMO_EXTENSIONS = [checkout, path.join(checkout, 'scripts', 'host', 'demo')];

/** Tells the little one which review. */
export const DEMO_ENVIRONMENT = { ATTENTION_INSPECTOR_DEMO: DEMO_REVIEW };

/** Prose is read in whole, and nothing stands between a person and what they came to see. */
export const DEMO_SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
};
