/** What VS Code calls: the tests bundled beside this file, run as those of test/vscode are. */
export { run } from '../vscode/index';
