/** What an audit found, held against what has been explained. Pure. */

/** As `npm audit --json` has it (auditReportVersion 2). */
export interface AuditReport {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly name: string;
  /** Advisories on the package itself, or names of packages that it has its trouble from. */
  readonly via: readonly (string | Advisory)[];
  /** Where it lies, e.g. "node_modules/tar". */
  readonly nodes: readonly string[];
}

interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
  readonly range: string;
}

export interface Explained {
  readonly package: string;
  readonly advisories: readonly string[];
  readonly why: string;
}

export interface Finding {
  readonly package: string;
  readonly advisory: string;
  readonly title: string;
  readonly severity: string;
  /** Null: nobody has said yet why it does no harm. */
  readonly why: string | null;
}

/**
 * One finding for each advisory on a package that counts; a package that has its trouble from another one is no finding of
 * its own.
 * @param counts whether what lies at this place of node_modules ships
 */
export function findings(
  { vulnerabilities = {} }: AuditReport,
  explained: readonly Explained[],
  counts: (place: string) => boolean,
): Finding[] {
  return Object.values(vulnerabilities)
    .filter(({ nodes }) => nodes.some(counts))
    .flatMap(({ via }) => via.filter((one) => typeof one !== 'string'))
    .map(({ name, title, url, severity }) => {
      const advisory = url.split('/').at(-1) ?? url;
      const known = explained.find((one) => one.package === name && one.advisories.includes(advisory));
      return { package: name, advisory, title, severity, why: known?.why ?? null };
    });
}

/** The places in node_modules that a bundle's source map names, each once. */
export function bundledPlaces(sources: readonly string[]): string[] {
  const places = sources.flatMap((source) => {
    const from = source.indexOf('node_modules/');
    if (from < 0) return [];
    const place = source.slice(from);
    return [/^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(place)?.[0] ?? place];
  });
  return [...new Set(places)].sort();
}
