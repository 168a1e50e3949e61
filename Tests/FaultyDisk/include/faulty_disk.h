#pragma once
#include <stdbool.h>

// A disk for SQLite that refuses one call of many, for tests: everything else is passed on to the system's.

// What can be refused.
enum faulty_call { FAULTY_WRITE = 1, FAULTY_SYNC = 2, FAULTY_TRUNCATE = 4 };

// Makes the disk known to SQLite under the name "faulty"; false where SQLite refuses.
bool faulty_disk_register(void);

// From now on counts calls of these kinds on this thread, and answers `code` to number `number` of them, and to
// `length - 1` that follow. None is refused where `number` is 0.
void faulty_disk_refuse(int kinds, int number, int length, int code);

// How many calls were counted on this thread since then.
int faulty_disk_calls(void);
