// What mktime(3) says of each time on the standard input, in a process that has asked nothing before.

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  long long local;
  while (scanf("%lld", &local) == 1) {
    if (fork() == 0) {
      time_t utc = local;
      struct tm tm;
      if (gmtime_r(&utc, &tm) == NULL) abort();
      tm.tm_isdst = -1;
      printf("%lld\n", (long long)mktime(&tm));
      fflush(stdout);
      _exit(0);
    }
    wait(NULL);
  }
  return 0;
}
