/**
 * Installs native TensorFlow into a folder of the extension's, and takes it away again. It is put together in a folder
 * beside its place, tried in a process of its own, and only then renamed: what is found in its place is whole.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  NATIVE_PACKAGE,
  nodeBuild,
  readNativeRecord,
  type NativePlaces,
} from '../../model/node/nativeFolder';
import { Cancelled, fileFailure, NativeFailure } from './failures';
import { fetchPackage, PLATFORMS, type InstallerOptions, type Watch } from './fetch';
import { move, putAway, sizeOf } from './files';
import type { Machine } from './machine';
import { findNpm, type Npm } from './npm';
import { runWatched, type Watched } from './watched';

/** `unproven`: it is whole, but was tried in another build of Node. */
export type InstallationState = 'none' | 'ready' | 'unproven';

/** What is needed on disk while it is being installed: npm's packages before source maps go, library, archive. */
export const NEEDED_BYTES = 900e6;

const INSTALLING = '.installing-';
const REMOVED = '.removed-';

export class NativeInstaller {
  constructor(
    private readonly places: NativePlaces,
    private readonly machine: Machine,
    private readonly options: InstallerOptions,
  ) {}

  state(): InstallationState {
    const record = readNativeRecord(this.places);
    if (record === null) return 'none';
    return record.provenIn === nodeBuild() ? 'ready' : 'unproven';
  }

  /**
   * Afterwards the state is `ready`, or what it was before. Gives the bytes that it takes on disk.
   * @throws NativeFailure, or Cancelled
   */
  async install(watch: Watch): Promise<number> {
    const { places, machine, options } = this;
    const npm = await this.preflight();
    await this.prepare();
    const work = path.join(places.root, `${INSTALLING}${machine.pid}`);
    try {
      await mkdir(work, { recursive: true });
      // Newer npms run no package's scripts but those that are named.
      const manifest = { private: true, allowScripts: { [NATIVE_PACKAGE]: true } };
      await writeFile(path.join(work, 'package.json'), JSON.stringify(manifest));
      await fetchPackage(npm, work, watch, machine, options);
      await this.prove(path.join(work, 'node_modules', NATIVE_PACKAGE), watch);
      await this.recordIn(work);
      if (watch.signal.aborted) throw new Cancelled();
      await this.swap(work);
    } catch (error) {
      throw error instanceof Cancelled ? error : fileFailure(error);
    } finally {
      await putAway(work);
    }
    return sizeOf(places.folder);
  }

  /** Tries what is installed in this Node. @throws NativeFailure, or Cancelled; then it does not count as tried */
  async check(watch: Watch): Promise<void> {
    try {
      await this.prove(this.places.package, watch);
      await this.recordIn(this.places.folder);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      await this.recordIn(this.places.folder, '').catch(() => undefined);
      throw fileFailure(error);
    }
  }

  /** @returns bytes that are free again, and of files in use that are deleted by the next `tidy` */
  async remove(): Promise<{ readonly freed: number; readonly left: number }> {
    const { root, record } = this.places;
    const names = (await this.listed()).filter((name) => !this.isBeingInstalled(name));
    let [freed, left] = [0, 0];
    for (const place of names.map((name) => path.join(root, name))) {
      const before = await sizeOf(place);
      // From here on nobody finds it, whatever becomes of the rest.
      await rm(record, { force: true });
      await putAway(place);
      const after = await sizeOf(place);
      freed += before - after;
      left += after;
    }
    return { freed, left };
  }

  /** Deletes what was cut or could not be deleted; leaves what is whole and what another window is installing. */
  async tidy(): Promise<void> {
    const { root, folder } = this.places;
    for (const name of await this.listed()) {
      const place = path.join(root, name);
      const whole = place === folder && readNativeRecord(this.places) !== null;
      if (!whole && !this.isBeingInstalled(name)) await putAway(place);
    }
  }

  /** Whether it can be tried at all, before anybody is asked. @throws NativeFailure */
  async preflight(): Promise<Npm> {
    const { machine } = this;
    const where = `${machine.platform}-${machine.arch}`;
    if (!(where in PLATFORMS)) throw new NativeFailure('platform', where);
    const npm = await findNpm(machine.env(), machine.platform);
    if (!npm) throw new NativeFailure('npmMissing', 'PATH');
    return npm;
  }

  private async prepare(): Promise<void> {
    const { machine, places } = this;
    await mkdir(places.root, { recursive: true }).catch((error: unknown) => {
      throw fileFailure(error);
    });
    await this.tidy();
    const other = (await this.listed()).find((name) => this.isBeingInstalled(name));
    if (other) throw new NativeFailure('busy', other.slice(INSTALLING.length));
    const room = await machine.room(places.root);
    if (room < NEEDED_BYTES) throw new NativeFailure('disk', places.root);
  }

  /** In a process of its own, started from the Node that this is, which a library that does not fit cannot harm. */
  private async prove(folder: string, { signal, onProgress }: Watch): Promise<void> {
    const { machine, options } = this;
    onProgress({ step: 'check' });
    // What VS Code's debugger puts there for Nodes of its own would be loaded by this one, too.
    const env = { ...machine.env(), NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' };
    const proof: Watched = {
      ...{ step: 'check', command: machine.execPath, args: [options.proofPath, folder] },
      options: {
        env,
        onLine: (line) => options.log(`trial: ${line}`),
      },
    };
    await runWatched(machine.run, proof, machine.pace, signal);
  }

  private async recordIn(folder: string, provenIn = nodeBuild()): Promise<void> {
    await writeFile(path.join(folder, path.basename(this.places.record)), JSON.stringify({ provenIn }));
  }

  private async swap(work: string): Promise<void> {
    const { root, folder } = this.places;
    const replaced = path.join(root, `${REMOVED}${this.machine.pid}`);
    await putAway(replaced);
    await move(folder, replaced).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw new NativeFailure('locked', error.message);
    });
    await move(work, folder).catch(async (error: unknown) => {
      await move(replaced, folder).catch(() => undefined);
      throw error;
    });
    for (const name of await this.listed()) {
      if (path.join(root, name) !== folder && !this.isBeingInstalled(name))
        await putAway(path.join(root, name));
    }
  }

  private listed(): Promise<string[]> {
    return readdir(this.places.root).catch(() => []);
  }

  /** By another window; what is left of this process's own attempt is not under way. */
  private isBeingInstalled(name: string): boolean {
    if (!name.startsWith(INSTALLING)) return false;
    const pid = Number(name.slice(INSTALLING.length));
    return pid !== this.machine.pid && this.machine.isAlive(pid);
  }
}
