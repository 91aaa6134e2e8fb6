import { minuteText } from "../local-time.ts";

const MINUTES = 1440;

/** `00:00` to `23:59`. */
export const DAY_MINUTES: readonly string[] = Array.from({ length: MINUTES }, (_, minute) =>
  minuteText(minute),
);
