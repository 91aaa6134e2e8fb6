// FreeBSD's functions for login records, as lib/libc/gen/getutxent.c and utxdb.c have them: what
// they read, what they give, and how they fail.

#define _GNU_SOURCE
#include "freebsd.h"
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EFTYPE 79
#define BSD_ELOOP 62
#define BSD_SEEK_DATA 3
#define BSD_SEEK_HOLE 4

#define BSD_AF_INET6 28            // sys/socket.h
#define BSD_LC_CTYPE_MASK (1 << 1) // xlocale/_locale.h
#define BSD_LC_TIME_MASK (1 << 4)
#define BSD_HOSTLEN size_t
#include "bsd-names.h"

#define MIN(a, b) ((a) < (b) ? (a) : (b))

// What a test makes it do.

enum { PLAIN, REFUSES, FAILS, ENDLESS, GROWS, VANISHES };

static int mode;
static int number;
static char root[512];

// REFUSES: setutxdb fails with errno `number`. The others begin behind `number` records. FAILS:
// with EIO. ENDLESS: begins anew at the end. Both are true of accounts, too. GROWS: each call
// appends one, `number` times. VANISHES: the file is emptied.
void stand_in(int new_mode, int new_number) {
  mode = new_mode;
  number = new_number;
}

// Where the system's own databases are.
void stand_in_root(const char *path) { snprintf(root, sizeof root, "%s", path); }

// libc's.

static _Thread_local FILE *uf;
static _Thread_local int udb;
static _Thread_local int given;
static _Thread_local char name[1024];

int *__error(void) { return &errno; }

int setutxdb(int db, const char *file) {
  static const char *const paths[] = {"/var/run/utx.active", "/var/log/utx.lastlogin",
                                      "/var/log/utx.log"};
  if (db < UTXDB_ACTIVE || db > UTXDB_LOG) {
    errno = EINVAL;
    return -1;
  }
  if (file == NULL) snprintf(name, sizeof name, "%s%s", root, paths[db]);
  else snprintf(name, sizeof name, "%s", file);

  if (uf != NULL) fclose(uf);
  uf = NULL;
  if (mode == REFUSES) {
    errno = number;
    return -1;
  }
  uf = fopen(name, "re");
  if (uf == NULL) {
    if (errno == ELOOP) errno = BSD_ELOOP;
    return -1;
  }
  if (db != UTXDB_LOG) {
    struct stat sb;
    if (fstat(fileno(uf), &sb) != -1 && sb.st_size % sizeof(struct futx) != 0) {
      fclose(uf);
      uf = NULL;
      errno = EFTYPE;
      return -1;
    }
    setvbuf(uf, NULL, _IOFBF, BUFSIZ - BUFSIZ % sizeof(struct futx));
  }
  udb = db;
  given = 0;
  errno = ENOTTY; // stdio leaves such behind where nothing failed
  return 0;
}

void setutxent(void) { setutxdb(UTXDB_ACTIVE, NULL); }

void endutxent(void) {
  if (uf != NULL) fclose(uf);
  uf = NULL;
}

static int read_futx(struct futx *fu) {
  uint16_t length;
  if (udb != UTXDB_LOG) return fread(fu, sizeof *fu, 1, uf) == 1 ? 0 : -1;
  for (;;) {
    if (fread(&length, sizeof length, 1, uf) != 1) return -1;
    length = be16toh(length);
    if (length != 0) break;
    ungetc('\0', uf);
  }
  memset(fu, 0, sizeof *fu);
  if (fread(fu, MIN(length, sizeof *fu), 1, uf) != 1) return -1;
  if (length > sizeof *fu) fseek(uf, length - sizeof *fu, SEEK_CUR);
  return 0;
}

static void append(void) {
  struct futx fu = {.fu_type = USER_PROCESS, .fu_tv = htobe64(given), .fu_user = "late"};
  FILE *file = fopen(name, "ae");
  if (file == NULL) abort();
  fwrite(&fu, sizeof fu, 1, file);
  fclose(file);
}

static int getfutxent(struct futx *fu) {
  if (uf == NULL) setutxent();
  if (uf == NULL) return -1;
  if (mode == FAILS && given == number) {
    errno = EIO;
    return -1;
  }
  if (mode == GROWS && given < number) append();
  if (mode == VANISHES && given == number) {
    fflush(uf); // forgets what was read ahead
    if (truncate(name, 0) != 0) abort();
  }
  if (read_futx(fu) != 0) {
    if (mode != ENDLESS || given == 0) return -1;
    rewind(uf);
    if (read_futx(fu) != 0) return -1;
  }
  given++;
  return 0;
}

// Text in memory ends with a NUL, and the text on disk need not.
#define COPY_TEXT(ut, fu, field) \
  strncpy((ut)->ut_##field, (fu)->fu_##field, \
          MIN(sizeof (ut)->ut_##field - 1, sizeof (fu)->fu_##field))

static struct bsd_utmpx *futx_to_utx(const struct futx *fu) {
  static _Thread_local struct bsd_utmpx *ut;
  if (ut == NULL) ut = calloc(1, sizeof *ut);
  else memset(ut, 0, sizeof *ut);
  if (ut == NULL) return NULL;

  switch (fu->fu_type) {
    case BOOT_TIME:
    case OLD_TIME:
    case NEW_TIME:
    case SHUTDOWN_TIME:
      break;
    case USER_PROCESS:
      COPY_TEXT(ut, fu, host);
      // fall through
    case LOGIN_PROCESS:
      COPY_TEXT(ut, fu, user);
      COPY_TEXT(ut, fu, line);
      // fall through
    case INIT_PROCESS:
    case DEAD_PROCESS:
      memcpy(ut->ut_id, fu->fu_id, sizeof ut->ut_id);
      ut->ut_pid = be32toh(fu->fu_pid);
      break;
    default:
      ut->ut_type = EMPTY;
      return ut;
  }
  uint64_t time = be64toh(fu->fu_tv);
  ut->ut_type = fu->fu_type;
  ut->ut_tv.tv_sec = time / 1000000;
  ut->ut_tv.tv_usec = time % 1000000;
  return ut;
}

struct bsd_utmpx *getutxent(void) {
  struct futx fu;
  return getfutxent(&fu) == 0 ? futx_to_utx(&fu) : NULL;
}

struct bsd_utmpx *getutxuser(const char *user) {
  struct futx fu;
  while (getfutxent(&fu) == 0) {
    if (fu.fu_type < USER_PROCESS || fu.fu_type > DEAD_PROCESS) continue;
    if (strncmp(fu.fu_user, user, sizeof fu.fu_user) == 0) return futx_to_utx(&fu);
  }
  return NULL;
}

static struct bsd_passwd accounts[] = {
    {.pw_name = "root", .pw_uid = 0, .pw_gid = 5},
    {.pw_name = "toor", .pw_uid = 0, .pw_gid = 5},
    {.pw_name = "alice", .pw_uid = 4000000001, .pw_gid = 7},
};
#define ACCOUNTS (int)(sizeof accounts / sizeof *accounts)

FILE *__stdinp;
static int is_listing;
static int next_account;

__attribute__((constructor)) static void start(void) { __stdinp = stdin; }

void setpwent(void) {
  is_listing = 1;
  next_account = 0;
}

void endpwent(void) { is_listing = 0; }

// What is kept: a list of accounts, and what was never given back.
int stand_in_keeps(void) { return is_listing + names_kept; }

struct bsd_passwd *getpwent(void) {
  if (mode == FAILS && next_account == number) {
    errno = EIO;
    return NULL;
  }
  if (next_account >= ACCOUNTS) {
    if (errno == 0) errno = ENOTTY; // stdio leaves such behind where nothing failed
    if (mode != ENDLESS) return NULL;
    next_account = 0;
  }
  errno = EMFILE; // of an attempt before the one that succeeded
  return &accounts[next_account++];
}

struct bsd_passwd *getpwnam(const char *user) {
  for (int i = 0; i < ACCOUNTS; i++) {
    if (strcmp(accounts[i].pw_name, user) == 0) return &accounts[i];
  }
  return NULL;
}

struct bsd_passwd *getpwuid(uid_t uid) {
  for (int i = 0; i < ACCOUNTS; i++) {
    if (accounts[i].pw_uid == uid) return &accounts[i];
  }
  return NULL;
}

off_t lseek(int fd, off_t offset, int whence) {
  if (whence == BSD_SEEK_DATA) return lseek64(fd, offset, SEEK_DATA);
  if (whence == BSD_SEEK_HOLE) return lseek64(fd, offset, SEEK_HOLE);
  return lseek64(fd, offset, whence);
}
