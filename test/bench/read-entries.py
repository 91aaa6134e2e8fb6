# Reads every record of a file, by libc's getutent(3): python3 read-entries.py FILE

import sys
import utmp

records = 0
logins = 0
file = utmp.UtmpRecord(sys.argv[1])
while True:
    record = file.getutent()
    if record is None:
        break
    records += 1
    if record.ut_type == utmp.USER_PROCESS:
        logins += 1
print(records, logins)
