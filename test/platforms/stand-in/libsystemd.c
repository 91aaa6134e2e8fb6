// The functions of systemd's library that came by 254: what they give of a session, and how they fail.

#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

// What a test makes it do.

enum { PLAIN, FAILS, FAILS_LATER, NOBODY };

static int mode;
static int number;
static int calls;

// FAILS: every function does, with errno `number`. FAILS_LATER: those of a session do, but the first.
// NOBODY: there are no sessions, and no list of them.
void stand_in(int new_mode, int new_number) {
  mode = new_mode;
  number = new_number;
  calls = 0;
}

// Bytes of malloc(3) that nobody has freed.
uint64_t bytes_in_use(void) { return mallinfo2().uordblks; }

int sd_get_sessions(char ***sessions) {
  if (mode == FAILS) return -number;
  if (mode == NOBODY) {
    *sessions = NULL;
    return 0;
  }
  *sessions = calloc(3, sizeof(char *));
  (*sessions)[0] = strdup("c1");
  (*sessions)[1] = strdup("33");
  return 2;
}

static int fails(const char *session) {
  if (strcmp(session, "c1") != 0) return -ENXIO;
  if (mode == FAILS || (mode == FAILS_LATER && calls++ > 0)) return -number;
  return 0;
}

static int give(const char *session, const char *text, char **ret) {
  int result = fails(session);
  if (result < 0) return result;
  *ret = strdup(text);
  return 0;
}

int sd_session_get_uid(const char *session, uid_t *uid) {
  int result = fails(session);
  if (result < 0) return result;
  *uid = 4000000000;
  return 0;
}

int sd_session_get_start_time(const char *session, uint64_t *usec) {
  int result = fails(session);
  if (result < 0) return result;
  *usec = mode == PLAIN && number == 1 ? UINT64_MAX : 1795900000000123;
  return 0;
}

int sd_session_get_leader(const char *session, pid_t *leader) {
  int result = fails(session);
  if (result < 0) return result;
  *leader = 4194303;
  return 0;
}

int sd_session_get_seat(const char *session, char **ret) {
  int result = fails(session);
  (void)ret;
  return result < 0 ? result : -ENODATA;
}

int sd_session_get_service(const char *session, char **ret) {
  char text[1001];
  memset(text, 's', 1000);
  text[1000] = '\0';
  return give(session, text, ret);
}

// Each its name, but one that is not valid UTF-8, and one that is empty.
#define TEXT(name, text) \
  int sd_session_get_##name(const char *session, char **ret) { return give(session, text, ret); }
TEXT(username, "username")
TEXT(tty, "tty")
TEXT(display, "display")
TEXT(type, "type")
TEXT(class, "class")
TEXT(state, "")
TEXT(remote_host, "remote\xff_host")
TEXT(remote_user, "remote_user")
