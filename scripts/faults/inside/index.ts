/** Runs inside VS Code's extension host: the long ones of the faults that need it. */
import { markOutput } from '../../host/marked-output';
import { cyclePanel } from './panel';
import { typeAnHour } from './typing';

export async function run(): Promise<void> {
  markOutput();
  const times = process.env['FAULT_TIMES'] ? Number(process.env['FAULT_TIMES']) : undefined;
  try {
    await fault(process.env['FAULT'], times);
  } catch (error) {
    // What is thrown is not printed by every VS Code.
    console.log(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function fault(name: string | undefined, times: number | undefined): Promise<void> {
  switch (name) {
    case 'panel':
      return cyclePanel(times);
    case 'typing':
      return typeAnHour(times);
    default:
      throw new Error(`There is no fault "${name}" here.`);
  }
}
