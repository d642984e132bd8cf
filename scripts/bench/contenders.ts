/** Everything that is measured, each as a function from ids to the log-odds of positive. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tfCore from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/model/node/backends';
import { nativeFolders } from '../../src/model/node/nativeFolder';
import { openEngine, type EngineOptions } from '../../src/model/node/engines';
import { logOdds } from '../../src/model/classes';
import type { NetworkData } from '../../src/model/engines/engine';
import type { Precision } from '../../src/model/engines/placed';
import type { KernelBuild } from '../../src/model/kernels/open';
import type { Backend, TfjsBackend } from '../../src/model/types';
import { gruModel, scanModel } from './onnx';
import { ARCHITECTURE } from './network';

export type Run = (ids: Int32Array) => number | Promise<number>;

export interface Contender {
  readonly title: string;
  /** Without layer norm the network is another one, and is checked against another reference. */
  readonly layerNorm: boolean;
  /** Rejects with the reason where it does not load. */
  open(data: NetworkData, cache: string): Promise<Run>;
}

const TFJS_FOLDER = path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist');

function engine(
  backend: Backend,
  options: Pick<EngineOptions, 'prefer' | 'builds' | 'precision'>,
  title: string,
): Contender {
  return {
    title,
    layerNorm: true,
    async open(data) {
      const opened = await openEngine(data, {
        ...options,
        bundleFolder: TFJS_FOLDER,
        kernelFolder: path.resolve('dist/kernels'),
      });
      if (opened.engine.backend !== backend) throw new Error(opened.passedOver.join(' '));
      return (ids) => logOdds(opened.engine.run([ids])[0]!.probabilities, 1);
    },
  };
}

function kernels(build: KernelBuild, precision: Precision): Contender {
  const title = `kernels, ${build === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}${precision === 'single' ? ', single precision' : ''}`;
  return engine(`kernels-${build}`, { prefer: 'kernels', builds: [build], precision }, title);
}

/** TensorFlow.js's own layer, with the attention and decoder that it has none of composed around it. */
function layersGru(backend: TfjsBackend): Contender {
  return {
    title: `tf.layers.gru, ${backend}`,
    layerNorm: false,
    open: async (data, cache) => layersRun(backend, data, cache),
  };
}

async function layersRun(backend: TfjsBackend, data: NetworkData, cache: string): Promise<Run> {
  const require = createRequire(path.join(cache, 'package.json'));
  let tf: typeof tfCore;
  // The layers package's own types need its own copy of the core; only `gru` is used of it.
  let layers: {
    gru(options: object): { apply(x: tfCore.Tensor): tfCore.Tensor; setWeights(w: tfCore.Tensor[]): void };
  };
  if (backend === 'tfjs-node') {
    const opened = await openBackend({ prefer: backend, wasmFolder: TFJS_FOLDER });
    if (opened.backend !== backend) throw new Error(opened.passedOver.join(' '));
    tf = require(nativeFolders(TFJS_FOLDER)[0]!);
    layers = (tf as unknown as { layers: typeof layers }).layers;
  } else {
    tf = require('@tensorflow/tfjs-core');
    // Its layers call operations as methods of tensors.
    require('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
    layers = require('@tensorflow/tfjs-layers').layers;
    const registered = require(`@tensorflow/tfjs-backend-${backend}`);
    if (backend === 'wasm')
      registered.setWasmPaths(path.join(cache, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
    await tf.setBackend(backend);
  }
  const { hidden, embedding } = ARCHITECTURE;
  const t = (name: keyof NetworkData['weights']) =>
    tf.tensor(data.weights[name]!.floats(), [...data.weights[name]!.shape]);
  const gru = layers.gru({
    units: hidden,
    returnSequences: true,
    recurrentActivation: 'sigmoid',
    resetAfter: false,
  });
  gru.apply(tf.zeros([1, 2, embedding]));
  // Its order is update, reset, candidate.
  const reordered = (x: tfCore.Tensor) => {
    const [reset, update, candidate] = tf.split(x, 3, -1);
    return tf.concat([update!, reset!, candidate!], -1);
  };
  const recurrent = tf.concat([t('gru/gates'), t('gru/candidate')], -1);
  gru.setWeights([reordered(t('gru/kernel')), reordered(recurrent), reordered(t('gru/bias'))]);
  const p = Object.fromEntries(
    Object.keys(data.weights).map((name) => [name, t(name as keyof NetworkData['weights'])]),
  ) as Record<keyof NetworkData['weights'], tfCore.Tensor2D>;
  return (ids) =>
    tf.tidy(() => {
      const x = tf.gather(p['embedding/table'], tf.tensor1d(ids, 'int32'));
      const states = tf.reshape(gru.apply(tf.expandDims(x, 0)), [ids.length, hidden]) as tfCore.Tensor2D;
      const z = tf.tanh(
        tf.add(tf.matMul(states, p['attention/kernel']), p['attention/bias']),
      ) as tfCore.Tensor2D;
      const a = tf.softmax(
        tf.reshape(tf.matMul(z, p['attention/score']), [1, ids.length]),
      ) as tfCore.Tensor2D;
      const logits = tf
        .add(tf.matMul(tf.matMul(a, states), p['decoder/kernel']), p['decoder/bias'])
        .dataSync();
      return logits[1]! - logits[0]!;
    });
}

interface OrtModule {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{
      run(feeds: object): Promise<{ logits: { data: Float32Array } }>;
    }>;
  };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, shape: number[]) => unknown;
}

function onnxRuntime(title: string, layerNorm: boolean, build: (data: NetworkData) => Uint8Array): Contender {
  return {
    title,
    layerNorm,
    async open(data, cache) {
      const ort = createRequire(path.join(cache, 'package.json'))('onnxruntime-node') as OrtModule;
      // One thread: what is compared is one core.
      const session = await ort.InferenceSession.create(build(data), {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      return async (ids) => {
        const feed = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [ids.length]);
        const { logits } = await session.run({ ids: feed });
        return logits.data[1]! - logits.data[0]!;
      };
    },
  };
}

export const CONTENDERS: Record<string, Contender> = {
  relaxed: kernels('relaxed', 'integer'),
  simd: kernels('simd', 'integer'),
  'relaxed-single': kernels('relaxed', 'single'),
  'simd-single': kernels('simd', 'single'),
  plain: engine('plain', { prefer: 'plain' }, 'plain TypeScript'),
  'ort-gru': onnxRuntime('ONNX Runtime, GRU without layer norm', false, gruModel),
  'ort-scan': onnxRuntime('ONNX Runtime, Scan', true, scanModel),
  'tfjs-node': engine('tfjs-node', { prefer: 'tfjs-node' }, 'tfjs composed, tfjs-node'),
  'tfjs-wasm': engine('wasm', { prefer: 'wasm' }, 'tfjs composed, wasm'),
  'tfjs-cpu': engine('cpu', { prefer: 'cpu' }, 'tfjs composed, cpu'),
  'layers-node': layersGru('tfjs-node'),
  'layers-wasm': layersGru('wasm'),
  'layers-cpu': layersGru('cpu'),
};
