/** The main tests of the sources once more, on what is installed. */
import '../vscode/activation.test';
import '../vscode/analysis.test';
