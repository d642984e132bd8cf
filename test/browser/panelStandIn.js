// Runs in the page before its own script, as VS Code's end of the wire: records what is posted and kept, sets the
// theme. `standIn` is what the test gave.
{
  const { saved, theme } = globalThis.standIn;
  const record = { posted: [], saved, violations: [], intruders: 0 };
  globalThis.record = record;
  // What hostile text tries to call.
  globalThis.intrude = () => (record.intruders += 1);
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => record.posted.push(message),
    getState: () => record.saved ?? undefined,
    setState: (state) => (record.saved = structuredClone(state)),
  });
  document.addEventListener('securitypolicyviolation', (event) =>
    record.violations.push(
      `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
    ),
  );
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = theme.classes;
  });
}
