// macOS's functions for login records, as gen/NetBSD/utmpx.c and gen/utmpx-darwin.c of its Libc have
// them: what they read, what they give, and how they fail. The system's log is the two lists below.

#define _GNU_SOURCE
#include "darwin.h"
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAC_SEEK_HOLE 3
#define MAC_SEEK_DATA 4

#define BSD_AF_INET6 30            // sys/socket.h
#define BSD_LC_CTYPE_MASK (1 << 1) // xlocale.h
#define BSD_LC_TIME_MASK (1 << 5)
#define BSD_HOSTLEN uint32_t // socklen_t
#include "bsd-names.h"

static const char signature[] = "utmpx-1.00";

static const struct mac_utmpx logins[] = {
    {.ut_type = BOOT_TIME, .ut_pid = 1, .ut_tv = {1700000000, 1}},
    {.ut_type = USER_PROCESS,
     .ut_user = "alice",
     .ut_id = {'s', '0', '0', '1'},
     .ut_line = "ttys001",
     .ut_pid = 501,
     .ut_tv = {5000000000, 999999},
     .ut_host = "2001:db8::7"},
    {.ut_type = DEAD_PROCESS,
     .ut_user = "alice",
     .ut_id = {'s', '0', '0', '1'},
     .ut_line = "ttys001",
     .ut_pid = 501,
     .ut_tv = {5000000060, 0}},
    {.ut_type = SHUTDOWN_TIME, .ut_tv = {5000000061, 5}},
};

static const struct {
  const char *user;
  struct lastlogx record;
} last_logins[] = {
    {"alice", {{5000000000, 999999}, "ttys001", "2001:db8::7"}},
    {"bob", {{-1, 0}, "console", ""}},
    {"gone", {{1, 0}, "console", ""}},
};

static struct mac_passwd accounts[] = {
    {.pw_name = "root", .pw_uid = 0, .pw_gid = 5},
    {.pw_name = "nobody", .pw_uid = 4294967294, .pw_gid = 7},
    {.pw_name = "bob", .pw_uid = 502, .pw_gid = 8},
    {.pw_name = "alice", .pw_uid = 501, .pw_gid = 9},
    {.pw_name = "alice", .pw_uid = 9501, .pw_gid = 9}, // another of this name, in the directory
};

#define LENGTH(list) (int)(sizeof(list) / sizeof *(list))

// What a test makes it do.

enum { PLAIN, DENIES, FAILS, ENDLESS, GROWS, VANISHES };

static int mode;
static int number;

// DENIES: utmpx can't be opened for writing. The others begin behind `number` records. FAILS: with
// EIO. ENDLESS: all lists begin anew at the end. GROWS: each call appends one, `number` times.
// VANISHES: the file is emptied.
void stand_in(int new_mode, int new_number) {
  mode = new_mode;
  number = new_number;
}

// libc's: one cursor for the process.

FILE *__stdinp;
static char utfile[1024] = "/var/run/utmpx";
static FILE *fp;
static int given;
static struct mac_utmpx ut;

__attribute__((constructor)) static void start(void) { __stdinp = stdin; }

int *__error(void) { return &errno; }

void endutxent(void) {
  if (fp != NULL) fclose(fp);
  fp = NULL;
}

int utmpxname(const char *file) {
  size_t length = strlen(file);
  if (length == 0 || file[length - 1] != 'x' || length >= sizeof utfile) return 0;
  endutxent();
  strcpy(utfile, file);
  return 1;
}

void setutxent(void) {
  if (fp != NULL) fseeko(fp, sizeof(struct utmpx32), SEEK_SET);
}

static FILE *open_for_writing(const char *how) {
  if (mode != DENIES) return fopen(utfile, how);
  errno = EACCES;
  return NULL;
}

static int open_utmpx(void) {
  struct stat st;
  struct utmpx32 first = {.ut_type = SIGNATURE};
  if ((fp = open_for_writing("re+")) == NULL && (fp = open_for_writing("we+")) == NULL &&
      (fp = fopen(utfile, "re")) == NULL) {
    return -1;
  }
  given = 0;
  if (fstat(fileno(fp), &st) == 0) {
    if (st.st_size == 0) {
      strcpy(first.ut_user, signature);
      if (fwrite(&first, sizeof first, 1, fp) == 1) return 0;
    } else if (fread(&first, sizeof first, 1, fp) == 1 && first.ut_type == SIGNATURE &&
               memcmp(first.ut_user, signature, sizeof signature) == 0) {
      return 0;
    }
  }
  endutxent();
  return -1;
}

static void append(void) {
  struct utmpx32 late = {.ut_type = USER_PROCESS, .ut_user = "late", .ut_tv = {given, 0}};
  FILE *file = fopen(utfile, "ae");
  if (file == NULL) abort();
  fwrite(&late, sizeof late, 1, file);
  fclose(file);
}

struct mac_utmpx *getutxent(void) {
  struct utmpx32 ut32;
  memset(&ut, 0, sizeof ut);
  if (mode != ENDLESS) sched_yield(); // other threads come between any two calls
  if (fp == NULL && open_utmpx() != 0) return NULL;
  if (mode == FAILS && given == number) {
    errno = EIO;
    return NULL;
  }
  if (mode == GROWS && given < number) append();
  if (mode == VANISHES && given == number) {
    fflush(fp); // forgets what was read ahead
    if (truncate(utfile, 0) != 0) abort();
  }
  if (fread(&ut32, sizeof ut32, 1, fp) != 1) {
    if (mode != ENDLESS || given == 0) return NULL;
    setutxent();
    if (fread(&ut32, sizeof ut32, 1, fp) != 1) return NULL;
  }
  given++;
  memcpy(ut.ut_user, ut32.ut_user, sizeof ut.ut_user);
  memcpy(ut.ut_id, ut32.ut_id, sizeof ut.ut_id);
  memcpy(ut.ut_line, ut32.ut_line, sizeof ut.ut_line);
  ut.ut_pid = ut32.ut_pid;
  ut.ut_type = ut32.ut_type;
  ut.ut_tv.tv_sec = ut32.ut_tv.tv_sec;
  ut.ut_tv.tv_usec = ut32.ut_tv.tv_usec;
  memcpy(ut.ut_host, ut32.ut_host, sizeof ut.ut_host);
  memcpy(ut.ut_pad, ut32.ut_pad, sizeof ut.ut_pad);
  return &ut;
}

static int is_forward; // newest first, if it is not told
static int is_asking;
static int next_login;

void setutxent_wtmp(int direction) {
  is_asking = 1;
  if (direction >= 0) is_forward = direction > 0;
  next_login = 0;
}

struct mac_utmpx *getutxent_wtmp(void) {
  errno = ENOENT; // the system's log leaves such behind where nothing failed
  if (next_login >= LENGTH(logins)) {
    if (mode != ENDLESS) return NULL;
    next_login = 0;
  }
  int i = next_login++;
  ut = logins[is_forward ? i : LENGTH(logins) - 1 - i];
  return &ut;
}

void endutxent_wtmp(void) {
  is_asking = 0;
  next_login = LENGTH(logins);
}

static int is_listing;
static int next_account;

void setpwent(void) {
  is_listing = 1;
  next_account = 0;
}

void endpwent(void) {
  is_listing = 0;
  next_account = 0;
}

// What is kept for reading on: a file, a query, a list of accounts; and what was never given back.
int stand_in_keeps(void) { return (fp != NULL) + is_asking + is_listing + names_kept; }

struct mac_passwd *getpwent(void) {
  static struct mac_passwd result;
  if (next_account >= LENGTH(accounts)) {
    if (mode != ENDLESS) return NULL;
    next_account = 0;
  }
  result = accounts[next_account++];
  return &result;
}

struct mac_passwd *getpwnam(const char *name) {
  static struct mac_passwd result;
  for (int i = 0; i < LENGTH(accounts); i++) {
    if (strcmp(accounts[i].pw_name, name) != 0) continue;
    result = accounts[i];
    return &result;
  }
  return NULL;
}

struct mac_passwd *getpwuid(uid_t uid) {
  static struct mac_passwd result;
  for (int i = 0; i < LENGTH(accounts); i++) {
    if (accounts[i].pw_uid != uid) continue;
    result = accounts[i];
    return &result;
  }
  return NULL;
}

struct lastlogx *getlastlogxbyname(const char *name, struct lastlogx *lx) {
  next_account = 0; // it may look for the account: nobody's list of them is where it was
  for (int i = 0; i < LENGTH(last_logins); i++) {
    if (strcmp(last_logins[i].user, name) != 0) continue;
    if (lx == NULL) abort(); // it would be memory that nobody frees
    *lx = last_logins[i].record;
    return lx;
  }
  return NULL;
}

off_t lseek(int fd, off_t offset, int whence) {
  if (whence == MAC_SEEK_DATA) return lseek64(fd, offset, SEEK_DATA);
  if (whence == MAC_SEEK_HOLE) return lseek64(fd, offset, SEEK_HOLE);
  return lseek64(fd, offset, whence);
}
