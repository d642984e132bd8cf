/** Bundles in a browser, where nothing is required by its path: their text is read, and evaluated here or in a thread. */

/**
 * What a CommonJS bundle without requires exports. VS Code loads extensions into a browser in this very way, so that
 * whatever policy lets this code run lets the bundle run.
 * @param source of one of the extension's own files
 */
export function evaluate<Exports>(source: string): Exports {
  const module = { exports: {} };
  new Function('module', 'exports', source)(module, module.exports);
  return module.exports as Exports;
}

/** A script that calls one of the bundle's exports with what is global. */
export function scriptCalling(name: string, source: string): string[] {
  return [
    'const module = { exports: {} }, exports = module.exports;\n',
    source,
    `\nmodule.exports.${name}(self);`,
  ];
}
