import { chmodSync, copyFileSync } from "node:fs";
import { TemporaryDirectory } from "../temporary.ts";

const NOBODY = "65534";
const ROOT = Bun.fileURLToPath(new URL("../..", import.meta.url));

/** A user without any rights, who has the project and Bun where everybody can read them. */
export class OtherUser implements Disposable {
  readonly #home = new TemporaryDirectory();

  constructor() {
    chmodSync(this.#home.path, 0o755);
    copyFileSync(process.execPath, this.#home.at("bun"));
    Bun.spawnSync([
      "cp",
      "-r",
      ...["src", "platforms", "package.json"].map((name) => `${ROOT}/${name}`),
      this.#home.path,
    ]);
    Bun.spawnSync(["chmod", "-R", "a+rX", this.#home.path]);
  }

  /**
   * What a script prints, in which `SRC/` stands for the directory of the sources.
   *
   * @param setup what root does before, with mounts that are there for nobody else
   */
  run(script: string, setup?: string): string {
    const become = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
    const source = script.replaceAll("SRC/", `${this.#home.at("src")}/`);
    const command = [...become, this.#home.at("bun"), "-e", source];
    const inNamespace = ["unshare", "--mount", "sh", "-c", `${setup} && exec "$@"`, "sh"];
    const child = Bun.spawnSync([...(setup === undefined ? [] : inNamespace), ...command], {
      cwd: setup === undefined ? "/" : ROOT,
    });
    const err = child.stderr.toString();
    if (child.exitCode !== 0 || err !== "") throw new Error(`Exit code ${child.exitCode}: ${err}`);
    return child.stdout.toString();
  }

  [Symbol.dispose](): void {
    this.#home[Symbol.dispose]();
  }
}
