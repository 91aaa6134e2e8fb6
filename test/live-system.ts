/** Whether this process can make a mount namespace, in which a test has its own live system. */
const isRoot: boolean = process.getuid?.() === 0;

/** In CI a missing right is a failure, not a reason to skip. */
export const canBeLive: boolean = isRoot || process.env["CI"] !== undefined;
if (!canBeLive) console.log("skipping tests of the live system: only root can make one of its own");

const SETUP = `
  mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/log &&
  if [ -e "$1/run" ]; then cp -r "$1/run/." /run; fi &&
  if [ -e "$1/var/log" ]; then cp -r "$1/var/log/." /var/log; fi && shift && exec "$@"`;

/** Runs a command where the records of this tree are the live system's. */
export function runLive(
  root: string,
  command: readonly string[],
  cwd: string = process.cwd(),
): string {
  const inNamespace = ["unshare", "--mount", "sh", "-c", SETUP, "sh", root, ...command];
  const child = Bun.spawnSync(inNamespace, { cwd, env: { ...process.env, TZ: "UTC" } });
  const err = child.stderr.toString();
  if (child.exitCode !== 0 || err !== "") throw new Error(`Exit code ${child.exitCode}: ${err}`);
  return child.stdout.toString();
}
