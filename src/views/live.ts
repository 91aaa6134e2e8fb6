import { Btmp } from "./btmp.ts";
import { Lastlog } from "./lastlog.ts";
import { Utmp } from "./utmp.ts";
import { Wtmp } from "./wtmp.ts";

/** Who is logged in on this system now. Nothing is opened before it is iterated. */
export const utmp: Utmp = new Utmp();
/** Who was logged in on this system, and when it was started and stopped. */
export const wtmp: Wtmp = new Wtmp();
/** Failed logins on this system; reading them takes root or, on some systems, group utmp. */
export const btmp: Btmp = new Btmp();
/** When each user last logged in on this system. */
export const lastlog: Lastlog = new Lastlog();
