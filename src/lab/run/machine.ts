import { availableParallelism, cpus } from 'node:os';

/** What a run was computed on, without saying whose it is: "2 cores (AMD EPYC 7B13), Node 24.1". */
export function describeMachine(): string {
  const cores = availableParallelism();
  const model = cpus()[0]?.model.trim().replace(/\s+/g, ' ');
  const [major, minor] = process.versions.node.split('.');
  return `${cores} ${cores === 1 ? 'core' : 'cores'}${model ? ` (${model})` : ''}, Node ${major}.${minor}`;
}
