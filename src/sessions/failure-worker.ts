// What a thread runs that counts failed logins.

import { workerData } from "node:worker_threads";
import { countBatches, type FailureJob } from "./failure-thread.ts";

// It is what the one who begins a thread gives it.
countBatches(workerData as FailureJob);
