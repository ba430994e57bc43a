// Text inside of a script: whatever it holds, the shell sees one word of exactly that text.

/**
 * A word of bash. In single quotes nothing has a meaning; a single quote is put in from outside. NUL cannot
 * be in a word of bash at all, and is left out.
 */
export const bashQuoted = (text: string): string =>
  `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;

/**
 * A string of PowerShell. In single quotes a quote is doubled; PowerShell takes the curly ones for quotes too
 * (language specification, "single-quote-character").
 */
export const powershellQuoted = (text: string): string =>
  `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, (quote) => quote + quote)}'`;
