// A thread that takes one batch of failed logins, and then has no memory for more.

import { workerData } from "node:worker_threads";
import { BatchRing } from "../../src/sessions/batch-ring.ts";
import type { FailureJob } from "../../src/sessions/failure-thread.ts";

// The test gives it.
const { memory, port } = workerData as FailureJob;
const ring = new BatchRing(memory);
ring.begin();
ring.take(() => {});
port.postMessage(new RangeError("Out of memory"));
ring.state = "failed";
port.close();
