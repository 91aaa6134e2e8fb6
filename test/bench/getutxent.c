/* Counts the records of a file and the logins among them: one getutxent(3) for each record. */

#define _GNU_SOURCE
#include <stdio.h>
#include <utmpx.h>

#ifndef __GLIBC__
#error this libc is not glibc
#endif

_Static_assert(sizeof(struct utmpx) == 384, "this machine has other records");

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  if (utmpxname(argv[1]) != 0) {
    perror(argv[1]);
    return 1;
  }
  long records = 0;
  long logins = 0;
  setutxent();
  for (struct utmpx *record; (record = getutxent()) != NULL;) {
    records++;
    if (record->ut_type == USER_PROCESS) logins++;
  }
  endutxent();
  printf("%ld %ld\n", records, logins);
  return 0;
}
