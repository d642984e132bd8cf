/** The panel opened and closed a thousand times with an analysis to show. */
import { closePanel, openAndClose, PageWatch } from '../../../test/vscode/cycles';
import { PAN, read, REVIEW, show } from '../../../test/vscode/support';
import { heapHeld, WorkerWatch } from '../../../test/vscode/watchedWorkers';
import { fitLine, megabytes, percent } from '../growth';

const TIMES = 1_000;
/** Until everything that is made once has been made. */
const WARM_UP = 20;
const MOST = 0.05;

export async function cyclePanel(times = TIMES): Promise<void> {
  const workers = new WorkerWatch();
  const pages = new PageWatch();
  const editor = await show(`${REVIEW}\n\n${PAN}`);
  await read(editor, REVIEW, PAN);
  for (let i = 0; i < WARM_UP; i++) await openAndClose(pages);
  const before = await heapHeld();
  const worker = await workers.held();
  console.log(
    `after ${WARM_UP} cycles: extension host ${megabytes(before)}, worker ${megabytes(worker.heap)}`,
  );
  const heaps = [before];
  let missing = 0;
  const started = performance.now();
  for (let i = 1; i <= times; i++) {
    if (!(await openAndClose(pages))) missing++;
    if (i % Math.max(1, Math.round(times / 10)) !== 0) continue;
    heaps.push(await heapHeld());
    console.log(`  ${i}: extension host ${megabytes(heaps.at(-1)!)}`);
  }
  const seconds = (performance.now() - started) / 1000;
  await closePanel();
  const after = await heapHeld();
  const ended = await workers.held();
  const grown = after / before - 1;
  const { slope, r2 } = fitLine(heaps);
  console.log(
    `${times} open-close cycles in ${seconds.toFixed(0)} s: heap of the extension host ${megabytes(before)} → ${megabytes(after)} ` +
      `(${percent(grown)}; ${((10 * slope) / times / 2 ** 10).toFixed(2)} kB a cycle, r² ${r2.toFixed(2)}), ` +
      `of the worker ${megabytes(worker.heap)} → ${megabytes(ended.heap)}, WebAssembly ${megabytes(worker.wasm)} → ${megabytes(ended.wasm)}`,
  );
  if (missing > 0) console.log(`${missing} of the pages did not come within half a minute`);
  pages.restore();
  workers.restore();
  if (grown > MOST) throw new Error(`The heap grew by ${percent(grown)}, more than ${percent(MOST)}.`);
}
