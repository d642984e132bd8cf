/** Entry of the panel's script: hands the page and VS Code's end of the wire to the app. */
import { speak, type Bundle } from '../../language';
import { App, type Host } from './app';

declare function acquireVsCodeApi(): Host;

const root = document.getElementById('root')!;
const { bundle } = root.dataset;
if (bundle) speak({ language: document.documentElement.lang, bundle: JSON.parse(bundle) as Bundle });
new App(root, acquireVsCodeApi());
