/** Runs inside VS Code's extension host: the long ones of the faults that need it. */
import { markOutput } from '../../host/marked-output';
import { cyclePanel } from './panel';
import { typeAnHour } from './typing';

export async function run(): Promise<void> {
  markOutput();
  const times = process.env['FAULT_TIMES'] ? Number(process.env['FAULT_TIMES']) : undefined;
  switch (process.env['FAULT']) {
    case 'panel':
      return cyclePanel(times);
    case 'typing':
      return typeAnHour(times);
    default:
      throw new Error(`There is no fault "${process.env['FAULT']}" here.`);
  }
}
