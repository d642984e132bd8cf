/** Entry of the panel's script: hands the page and VS Code's end of the wire to the app. */
import { App, type Host } from './app';

declare function acquireVsCodeApi(): Host;

new App(document.getElementById('root')!, acquireVsCodeApi());
