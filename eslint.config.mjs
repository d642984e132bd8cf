// @ts-check
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The import rules of ARCHITECTURE.md: who may not import what. */
const zones = [
  {
    target: ['./src/!(platform)', './src/!(platform)/**'],
    from: ['./src/extension.ts', './src/platform/node.ts', './src/platform/web.ts'],
    message: 'Only the entries of the platforms import the composition root, and nobody imports them.',
  },
  {
    target: ['./src/platform/web.ts', './src/platform/virtualFolder.ts', './src/platform/platform.ts'],
    from: [
      './src/model/node',
      './src/features/native',
      './src/platform/node.ts',
      './src/platform/replaceOnDisk.ts',
    ],
    message: 'There is no Node in a browser.',
  },
  { target: './src/platform/node.ts', from: './src/model/web', message: 'Node has adapters of its own.' },
  {
    target: ['./src/!(extension).ts', './src/!(features|platform)/**'],
    from: './src/features',
    except: ['./feature.ts'],
    message: 'Only the composition root knows the features.',
  },
  {
    target: [
      './src/model',
      './src/features',
      './src/editor',
      './src/webview',
      './src/config.ts',
      './src/cli.ts',
    ],
    from: './src/controller.ts',
    message: 'Never upward.',
  },
  {
    target: './src/model',
    from: ['./src/editor', './src/webview', './src/config.ts', './src/cli.ts'],
    message: 'The model knows nothing of editors.',
  },
  {
    target: ['./src/editor', './src/features', './src/webview'],
    from: './src/model',
    // nativeFolder.ts: where the command puts native TensorFlow, and the model's thread looks for it.
    except: ['./types.ts', './trust/types.ts', './node/nativeFolder.ts'],
    message: 'The view side takes only types from the model.',
  },
  { target: './src/editor', from: './src/webview', message: 'Editor and panel meet in the controller.' },
  { target: './src/webview', from: ['./src/editor'], message: 'Editor and panel meet in the controller.' },
  {
    target: './src/features',
    from: './src/webview',
    except: ['./protocol.ts'],
    message: 'Features speak to the panel by messages.',
  },
  {
    target: './src/webview/client',
    from: './src',
    except: [
      './webview/client',
      './webview/protocol.ts',
      './wording.ts',
      './trustWording.ts',
      './language.ts',
      './spread.ts',
      './agreement.ts',
    ],
    message: 'client/ imports protocol, wordings, language, the pure arithmetic of src/ and itself.',
  },
  {
    target: './src/model/!(training|evaluation|node|web)*',
    from: ['./src/model/training', './src/model/node', './src/model/web'],
    message: 'The model never imports training, nor the adapters of Node or the browser.',
  },
  {
    target: './src/model/web',
    from: ['./src/model/training', './src/model/node'],
    message: 'There is no Node in a browser.',
  },
  {
    target: './src/export',
    from: [
      './src/editor',
      './src/features',
      './src/model',
      './src/cli',
      './src/config.ts',
      './src/controller.ts',
    ],
    except: ['./types.ts', './trust/types.ts'],
    message: 'Exports know what was read, and nobody who reads.',
  },
  {
    target: ['./src/!(lab|cli)*', './src/!(lab|cli)/**'],
    from: './src/lab',
    message: 'Only the command line trains.',
  },
  {
    target: './src/lab',
    from: ['./src/cli', './src/editor', './src/webview', './src/controller.ts', './src/config.ts'],
    message: 'The laboratory knows the model and the trainer, and nobody else.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'dist-test', 'artifacts', 'node_modules', 'models', 'src/model/kernels/assembly'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/notice.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          'showInformationMessage',
          'showWarningMessage',
          'showErrorMessage',
          'setStatusBarMessage',
          'createOutputChannel',
        ].map((property) => ({
          property,
          message: 'Say it by notice.ts, which keeps words from becoming links.',
        })),
      ],
    },
  },
  {
    files: ['scripts/**', 'src/cli.ts', 'src/cli/**', 'test/**', '**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      'src/model/**',
      'src/lab/**',
      'src/export/**',
      'src/webview/protocol.ts',
      'src/webview/html.ts',
      'src/webview/client/**',
      'src/wording.ts',
      'src/trustWording.ts',
      'src/language.ts',
      'src/terms.ts',
      'src/spread.ts',
      'src/agreement.ts',
      'src/cli.ts',
      'src/editor/shading.ts',
      'test/unit/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'No vscode here at run time.', allowTypeImports: true }] },
      ],
    },
  },
  {
    files: ['src/*.ts', 'src/platform/**', 'src/editor/**', 'src/features/**', 'src/webview/**'],
    // Only platform/node.ts takes in what installs native TensorFlow.
    ignores: [
      'src/cli.ts',
      'src/platform/node.ts',
      'src/platform/replaceOnDisk.ts',
      'src/features/native/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['node:*'], message: 'This runs in a browser too; Node is in platform/node.' }],
        },
      ],
    },
  },
  {
    // The rule's later form stands in the place of the one above, so that these say both.
    files: [
      'src/model/**',
      'src/export/**',
      'src/webview/protocol.ts',
      'src/webview/html.ts',
      'src/webview/client/**',
      'src/*{ording,anguage,terms,spread,agreement,pause}.ts',
      'src/editor/shading.ts',
    ],
    ignores: ['src/model/node/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'No vscode here at run time.', allowTypeImports: true }],
          patterns: [
            { group: ['node:*'], message: 'This runs in a browser too; Node adapters live in model/node.' },
          ],
        },
      ],
    },
  },
);
