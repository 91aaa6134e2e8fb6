/** A title, which is bold where text has colors. */
export function titleText(text: string, isColored: boolean): string {
  return isColored ? `\x1b[1m${text}\x1b[0m` : text;
}
