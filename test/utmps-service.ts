import { utmps400 } from "../platforms/linux-musl.ts";
import type { Exchange } from "./local-service.ts";

const { size } = utmps400;

/** Answers of utmps-utmpd: an errno, and behind 0 what was asked for. */
export const OK: Uint8Array = Uint8Array.of(0);
export const ESRCH: Uint8Array = Uint8Array.of(3);

/** The records of a file. */
export function recordsOf(file: Uint8Array): Uint8Array[] {
  return Array.from({ length: file.length / size }, (_, i) =>
    file.subarray(i * size, (i + 1) * size),
  );
}

/** What the service answers: to the first question, to the others, and to the last. */
export function answersOf(file: Uint8Array): Uint8Array[] {
  return [OK, ...recordsOf(file).map((record) => Buffer.concat([OK, record])), ESRCH];
}

/** What the service is asked, and what it answers. */
export function utmpsExchanges(
  file: Uint8Array,
  cut: (answer: Uint8Array) => Uint8Array[] = (answer) => [answer],
): Exchange[] {
  return answersOf(file).map((answer, i) => {
    return { question: new TextEncoder().encode(i === 0 ? "r" : "e"), answer: cut(answer) };
  });
}
