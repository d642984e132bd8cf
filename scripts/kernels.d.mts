/** The folder with both builds of a module (`inference`, `training`), compiled where they are not there yet. */
export function builtKernel(name: string): Promise<string>;
/** Writes the binaries of all modules into a folder. */
export function buildKernels(folder: string): Promise<void>;
