import { WordMap } from "./word-map.ts";

/** How many words of 32 bits there are. */
export const WORDS: number = 2 ** 32;

/** The code of records that have no such thing. */
export const NONE: number = WORDS;

/** The first code behind that: those of what has a text, and is no word. */
export const FIRST_TEXT: number = NONE + 1;

/**
 * What stands for the things that are counted. `number`: they are numbered from 0 as they are met.
 * `word`: a word of 32 bits; behind all words, those that are none are numbered in the same way.
 */
export type CodeKind = "number" | "word";

/** Numbers codes from 0, as they are met. */
export interface CodeNumbers {
  /** How many were met. */
  readonly size: number;
  /**
   * Tells the numbers of some codes. To look for many together, in tables that are too large for a
   * cache, takes less than half of the time of doing so one by one.
   */
  tell(codes: Float64Array, length: number, numbers: Int32Array): void;
  /** The code that has a number. */
  codeOf(number: number): number;
}

export function codeNumbers(kind: CodeKind): CodeNumbers {
  return kind === "word" ? new WordNumbers() : new GivenNumbers();
}

/** Codes that are numbers. */
class GivenNumbers implements CodeNumbers {
  #size = 0;

  get size(): number {
    return this.#size;
  }

  tell(codes: Float64Array, length: number, numbers: Int32Array): void {
    for (let i = 0; i < length; i++) {
      const code = codes[i] ?? 0;
      // That of none is not looked at.
      numbers[i] = code;
      if (code < NONE) this.#size = Math.max(this.#size, code + 1);
    }
  }

  codeOf(number: number): number {
    return number;
  }
}

/** Codes that are words, or behind them. */
class WordNumbers implements CodeNumbers {
  readonly #words = new WordMap();
  /** The numbers of codes behind the words. */
  readonly #others = new Map<number, number>();
  /** By their numbers. */
  readonly #codes: number[] = [];

  get size(): number {
    return this.#codes.length;
  }

  tell(codes: Float64Array, length: number, numbers: Int32Array): void {
    this.#words.glance(codes, length, numbers);
    for (let i = 0; i < length; i++) {
      const code = codes[i] ?? 0;
      if (code >= WORDS) numbers[i] = this.#ofOther(code);
      else if ((numbers[i] ?? 0) < 0) numbers[i] = this.#ofWord(code);
    }
  }

  codeOf(number: number): number {
    return this.#codes[number] ?? NONE;
  }

  #ofOther(code: number): number {
    const known = this.#others.get(code);
    if (known !== undefined) return known;
    const number = this.#codes.push(code) - 1;
    this.#others.set(code, number);
    return number;
  }

  #ofWord(code: number): number {
    const known = this.#words.get(code | 0);
    if (known !== undefined) return known;
    const number = this.#codes.push(code) - 1;
    this.#words.add(code | 0, number);
    return number;
  }
}
