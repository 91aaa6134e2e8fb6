// Structs of 64-bit macOS as its headers declare them, with the types of their members:
//   struct utmpx, struct lastlogx                        include/NetBSD/utmpx.h
//   struct utmpx32, struct utmp32, struct lastlog32      gen/utmpx-darwin.h
//   struct passwd                                        include/pwd.h
// of Apple's Libc; time_t is long and suseconds_t is int. Some names begin with mac_, because this
// machine has its own.

#include <stdint.h>

struct mac_timeval {
  long tv_sec;
  int tv_usec;
};

struct timeval32 {
  int32_t tv_sec;
  int32_t tv_usec;
};

struct mac_utmpx {
  char ut_user[256];
  char ut_id[4];
  char ut_line[32];
  int32_t ut_pid;
  short ut_type;
  struct mac_timeval ut_tv;
  char ut_host[256];
  uint32_t ut_pad[16];
};

struct utmpx32 {
  char ut_user[256];
  char ut_id[4];
  char ut_line[32];
  int32_t ut_pid;
  short ut_type;
  struct timeval32 ut_tv;
  char ut_host[256];
  uint32_t ut_pad[16];
};

struct lastlogx {
  struct mac_timeval ll_tv;
  char ll_line[32];
  char ll_host[256];
};

struct utmp32 {
  char ut_line[8];
  char ut_name[8];
  char ut_host[16];
  int32_t ut_time;
};

struct lastlog32 {
  int32_t ll_time;
  char ll_line[8];
  char ll_host[16];
};

struct mac_passwd {
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
};

enum {
  EMPTY,
  RUN_LVL,
  BOOT_TIME,
  OLD_TIME,
  NEW_TIME,
  INIT_PROCESS,
  LOGIN_PROCESS,
  USER_PROCESS,
  DEAD_PROCESS,
  ACCOUNTING,
  SIGNATURE,
  SHUTDOWN_TIME,
};
