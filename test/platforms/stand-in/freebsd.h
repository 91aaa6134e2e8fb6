// Structs of 64-bit FreeBSD as its headers declare them, with the types of their members:
//   struct utmpx     include/utmpx.h of 13.4; time_t and suseconds_t are long
//   struct futx      lib/libc/gen/utxdb.h
//   struct passwd    include/pwd.h
//   struct utmp, struct lastlog   include/utmp.h before 9
// Their names begin with bsd_, because this machine has its own.

#include <stdint.h>

struct bsd_timeval {
  long tv_sec;
  long tv_usec;
};

struct bsd_utmpx {
  short ut_type;
  struct bsd_timeval ut_tv;
  char ut_id[8];
  int32_t ut_pid;
  char ut_user[32];
  char ut_line[16];
  char ut_host[128];
  char __ut_spare[64];
};

struct futx {
  uint8_t fu_type;
  uint64_t fu_tv;
  char fu_id[8];
  uint32_t fu_pid;
  char fu_user[32];
  char fu_line[16];
  char fu_host[128];
} __attribute__((__packed__));

struct bsd_passwd {
  char *pw_name;
  char *pw_passwd;
  uint32_t pw_uid;
  uint32_t pw_gid;
  long pw_change;
  char *pw_class;
  char *pw_gecos;
  char *pw_dir;
  char *pw_shell;
  long pw_expire;
  int pw_fields;
};

struct old_utmp {
  char ut_line[8];
  char ut_name[16];
  char ut_host[16];
  int32_t ut_time;
};

struct old_lastlog {
  int32_t ll_time;
  char ll_line[8];
  char ll_host[16];
};

enum {
  EMPTY,
  BOOT_TIME,
  OLD_TIME,
  NEW_TIME,
  USER_PROCESS,
  INIT_PROCESS,
  LOGIN_PROCESS,
  DEAD_PROCESS,
  SHUTDOWN_TIME,
};

enum { UTXDB_ACTIVE, UTXDB_LASTLOGIN, UTXDB_LOG };
