/** Mocha's build for browsers, with its globals, before any test is defined. */
import 'mocha/mocha.js';

/** Generous: the machine may be busy with something else. */
const TIMEOUT_MS = 60_000;

mocha.setup({ ui: 'bdd', timeout: TIMEOUT_MS, reporter: class {} as never });
