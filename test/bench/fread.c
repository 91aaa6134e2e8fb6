/* Counts the records of a file and the logins among them: one fread(3) for each record. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RECORD_SIZE 384
#define USER_PROCESS 7

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) {
    perror(argv[1]);
    return 1;
  }
  long records = 0;
  long logins = 0;
  char record[RECORD_SIZE];
  while (fread(record, sizeof record, 1, file) == 1) {
    int16_t type;
    memcpy(&type, record, sizeof type);
    records++;
    if (type == USER_PROCESS) logins++;
  }
  fclose(file);
  printf("%ld %ld\n", records, logins);
  return 0;
}
