/* Fills the structs of the machine's own headers by the names of their members, and has its libc
   write them. Nothing here knows where a member is. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <lastlog.h>
#include <stdio.h>
#include <string.h>
#include <utmpx.h>

static struct utmpx record;

int utmpx_size(void) { return sizeof(struct utmpx); }

int lastlog_size(void) { return sizeof(struct lastlog); }

/* The types that both libcs have. */
static const int types[] = {EMPTY,        RUN_LVL,       BOOT_TIME,    NEW_TIME,    OLD_TIME,
                            INIT_PROCESS, LOGIN_PROCESS, USER_PROCESS, DEAD_PROCESS};

int type_number(int index) { return types[index]; }

void fill(int type, int pid, int session, const char *id, const char *user, const char *line,
          const char *host, int termination, int exit, long long seconds, int microseconds,
          const char *address) {
  memset(&record, 0, sizeof record);
  record.ut_type = type;
  record.ut_pid = pid;
  record.ut_session = session;
  strncpy(record.ut_id, id, sizeof record.ut_id);
  strncpy(record.ut_user, user, sizeof record.ut_user);
  strncpy(record.ut_line, line, sizeof record.ut_line);
  strncpy(record.ut_host, host, sizeof record.ut_host);
  record.ut_exit.e_termination = termination;
  record.ut_exit.e_exit = exit;
  record.ut_tv.tv_sec = seconds;
  record.ut_tv.tv_usec = microseconds;
  inet_pton(strchr(address, ':') == NULL ? AF_INET : AF_INET6, address, record.ut_addr_v6);
}

/* Appends what was filled, as login(1) has libc do it in wtmp. */
void append(const char *path) { updwtmpx(path, &record); }

/* Puts what was filled in its place, as login(1) has libc do it in utmp. */
int put(const char *path) {
  if (utmpxname(path) != 0) return 0;
  setutxent();
  int done = pututxline(&record) != NULL;
  endutxent();
  utmpxname(_PATH_UTMP);
  return done;
}

static int write_at(const char *path, long offset, const void *bytes, size_t length) {
  FILE *file = fopen(path, "r+b");
  if (file == NULL) return 0;
  int done = fseek(file, offset, SEEK_SET) == 0 && fwrite(bytes, length, 1, file) == 1;
  return fclose(file) == 0 && done;
}

/* Writes what was filled without libc's functions for login records, which may be stubs. */
int write_record(const char *path, int index) {
  return write_at(path, (long)index * sizeof record, &record, sizeof record);
}

/* Last logins are an array that the uid is the index of. */
int write_lastlog(const char *path, int uid, long long seconds, const char *line,
                  const char *host) {
  struct lastlog last;
  memset(&last, 0, sizeof last);
  last.ll_time = seconds;
  strncpy(last.ll_line, line, sizeof last.ll_line);
  strncpy(last.ll_host, host, sizeof last.ll_host);
  return write_at(path, (long)uid * sizeof last, &last, sizeof last);
}
