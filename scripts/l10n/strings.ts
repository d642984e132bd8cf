/** The sentences that the code hands to `t` of `@vscode/l10n`, found by reading it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import ts from 'typescript';
import { checkout } from '../host/processes';

const TRANSLATOR = '@vscode/l10n';
/** AssemblyScript, which has a language of its own. */
const ASSEMBLY = path.join('src', 'model', 'kernels', 'assembly');

export interface SourceText {
  /** Relative to the checkout. */
  readonly file: string;
  readonly contents: string;
}

/** One call of `t`. */
export interface Call {
  /** E.g. "src/controller.ts:12". */
  readonly place: string;
  /** The English sentence; null where the first argument is no literal. */
  readonly sentence: string | null;
  /** Arguments behind the sentence; null where some are spread from a list. */
  readonly values: number | null;
  /** Not inside any function: it would run before the language is known. */
  readonly atLoad: boolean;
}

interface Found extends Call {
  /** Where the call's `t` begins in the file. */
  readonly at: number;
  readonly first: ts.Expression | undefined;
}

/** Every TypeScript file of the extension. */
export async function readSources(): Promise<SourceText[]> {
  const names = await readdir(path.join(checkout, 'src'), { recursive: true });
  const files = names
    .map((name) => path.join('src', name))
    .filter((file) => file.endsWith('.ts') && !file.startsWith(ASSEMBLY))
    .sort();
  return Promise.all(
    files.map(async (file) => ({ file, contents: await readFile(path.join(checkout, file), 'utf8') })),
  );
}

/** The calls of `t` in files that import it by that name. */
export function callsIn(sources: readonly SourceText[]): Call[] {
  return sources.flatMap((source) =>
    parse(source).calls.map(({ place, sentence, values, atLoad }) => ({ place, sentence, values, atLoad })),
  );
}

/**
 * The bundle of English sentences, as `@vscode/l10n-dev` extracts it, in order. That tool knows `l10n.t(…)` of a whole
 * import alone, and is given the files as if they were written so.
 */
export async function englishBundle(sources: readonly SourceText[]): Promise<Record<string, string>> {
  const files = sources.map(asWholeImport).filter((contents) => contents !== null);
  const bundle = await getL10nJson(files.map((contents) => ({ extension: '.ts', contents })));
  const sentences = Object.keys(bundle).sort();
  return Object.fromEntries(sentences.map((sentence) => [sentence, sentence]));
}

/** Null where nothing is translated. */
function asWholeImport(source: SourceText): string | null {
  const { importing, calls } = parse(source);
  if (!importing) return null;
  let { contents } = source;
  for (const { at, first, sentence } of [...calls].reverse()) {
    if (!first || sentence === null) continue;
    // With escapes resolved: the tool misreads some.
    const call = `l10n.${contents.slice(at, first.getStart())}${JSON.stringify(sentence)}`;
    contents = contents.slice(0, at) + call + contents.slice(first.end);
  }
  const whole = `import * as l10n from '${TRANSLATOR}';`;
  return contents.slice(0, importing.getStart()) + whole + contents.slice(importing.end);
}

function parse({ file, contents }: SourceText): { importing: ts.Node | undefined; calls: Found[] } {
  const source = ts.createSourceFile(file, contents, ts.ScriptTarget.Latest, true);
  const importing = source.statements.find(
    (statement) => ts.isImportDeclaration(statement) && importsT(statement),
  );
  const calls: Found[] = [];
  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const [first, ...values] = node.arguments;
      const at = node.expression.getStart();
      calls.push({
        at,
        first,
        place: `${file}:${source.getLineAndCharacterOfPosition(at).line + 1}`,
        sentence: first && ts.isStringLiteralLike(first) ? first.text : null,
        values: values.some(ts.isSpreadElement) ? null : values.length,
        atLoad: !inFunction,
      });
    }
    // What initialises the field of an instance runs when one is made.
    const later = ts.isFunctionLike(node) || (ts.isPropertyDeclaration(node) && !isStatic(node));
    ts.forEachChild(node, (child) => visit(child, inFunction || later));
  };
  if (importing) visit(source, false);
  return { importing, calls };
}

function importsT({ moduleSpecifier, importClause }: ts.ImportDeclaration): boolean {
  const named = importClause?.namedBindings;
  return (
    ts.isStringLiteral(moduleSpecifier) &&
    moduleSpecifier.text === TRANSLATOR &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.some(({ name }) => name.text === 't')
  );
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}
