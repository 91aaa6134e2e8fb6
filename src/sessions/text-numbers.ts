/** Numbers texts, and what has none, from 0, as they are met. */
export class TextNumbers {
  readonly #numbers = new Map<string | null, number>();
  readonly #texts: (string | null)[] = [];

  of(text: string | null): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    return number;
  }

  /** The text that has a number. */
  textOf(number: number): string | null {
    return this.#texts[number] ?? null;
  }
}
