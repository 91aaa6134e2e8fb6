import { expect, test } from "bun:test";
import { accessRemedy } from "../src/access-remedy.ts";

test("what may not be read is for root and the file's group, and nothing else is", () => {
  const advice = "run as root, or as a member of the file's group";
  const failing = (code: string): Error => Object.assign(new Error(code), { code });
  expect(accessRemedy(failing("EACCES"))).toBe(advice);
  expect(accessRemedy(failing("EPERM"))).toBe(advice);
  expect(accessRemedy(failing("EIO"))).toBeNull();
  expect(accessRemedy("EACCES")).toBeNull();
});
