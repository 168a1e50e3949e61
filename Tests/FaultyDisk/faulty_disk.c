#include "faulty_disk.h"
#include <sqlite3.h>
#include <string.h>

static _Thread_local int counted_kinds, refused_number, refused_length, answer, calls;

void faulty_disk_refuse(int kinds, int number, int length, int code) {
    counted_kinds = kinds;
    refused_number = number;
    refused_length = length;
    answer = code;
    calls = 0;
}

int faulty_disk_calls(void) { return calls; }

static int verdict(enum faulty_call kind) {
    if (!(counted_kinds & kind)) return SQLITE_OK;
    calls += 1;
    bool refused = refused_number > 0 && calls >= refused_number && calls < refused_number + refused_length;
    return refused ? answer : SQLITE_OK;
}

// A file of the system's disk behind one of ours: the real one follows in the same piece of memory.
struct faulty_file {
    sqlite3_file base;
};

static sqlite3_vfs *real_disk;

static sqlite3_file *real_file(sqlite3_file *file) { return (sqlite3_file *)((struct faulty_file *)file + 1); }

static int faulty_close(sqlite3_file *file) {
    sqlite3_file *real = real_file(file);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}
static int faulty_read(sqlite3_file *file, void *to, int count, sqlite3_int64 from) {
    return real_file(file)->pMethods->xRead(real_file(file), to, count, from);
}
static int faulty_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 to) {
    int code = verdict(FAULTY_WRITE);
    return code ? code : real_file(file)->pMethods->xWrite(real_file(file), from, count, to);
}
static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = verdict(FAULTY_TRUNCATE);
    return code ? code : real_file(file)->pMethods->xTruncate(real_file(file), size);
}
static int faulty_sync(sqlite3_file *file, int flags) {
    int code = verdict(FAULTY_SYNC);
    return code ? code : real_file(file)->pMethods->xSync(real_file(file), flags);
}
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_file(file)->pMethods->xFileSize(real_file(file), size);
}
static int faulty_lock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xLock(real_file(file), level);
}
static int faulty_unlock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xUnlock(real_file(file), level);
}
static int faulty_reserved(sqlite3_file *file, int *is_held) {
    return real_file(file)->pMethods->xCheckReservedLock(real_file(file), is_held);
}
static int faulty_control(sqlite3_file *file, int operation, void *argument) {
    return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}
static int faulty_sector(sqlite3_file *file) { return real_file(file)->pMethods->xSectorSize(real_file(file)); }
static int faulty_traits(sqlite3_file *file) {
    return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

// Without shared memory: a journal is had by one process alone, and needs none.
static const sqlite3_io_methods methods = {
    .iVersion = 1, .xClose = faulty_close, .xRead = faulty_read, .xWrite = faulty_write,
    .xTruncate = faulty_truncate, .xSync = faulty_sync, .xFileSize = faulty_size, .xLock = faulty_lock,
    .xUnlock = faulty_unlock, .xCheckReservedLock = faulty_reserved, .xFileControl = faulty_control,
    .xSectorSize = faulty_sector, .xDeviceCharacteristics = faulty_traits,
};

static int faulty_open(sqlite3_vfs *disk, sqlite3_filename name, sqlite3_file *file, int flags, int *out) {
    (void)disk;
    memset(real_file(file), 0, (size_t)real_disk->szOsFile);
    int code = real_disk->xOpen(real_disk, name, real_file(file), flags, out);
    file->pMethods = real_file(file)->pMethods ? &methods : NULL;
    return code;
}

bool faulty_disk_register(void) {
    static sqlite3_vfs disk;
    if (disk.zName) return true;
    real_disk = sqlite3_vfs_find(NULL);
    if (!real_disk) return false;
    disk = *real_disk;
    disk.zName = "faulty";
    disk.pNext = NULL;
    disk.szOsFile = (int)sizeof(struct faulty_file) + real_disk->szOsFile;
    disk.xOpen = faulty_open;
    return sqlite3_vfs_register(&disk, 0) == SQLITE_OK;
}
