// A disk that forgets what was not synced, for one program (LD_PRELOAD).
//
// Every write to a node's database or its write-ahead log is noted first, with what stood there
// before and what comes: the note is struck out when the file is synced. Whoever kills the program
// then finds in the notes what a loss of power could have taken, and takes it (LossyDisk.swift).
//
//   LOSSY_DISK=FOLDER      where the notes are kept; without it nothing is done
//   LOSSY_DISK_DELAY=N     microseconds that a sync takes
//   LOSSY_DISK_LIES=1      a sync does nothing: a disk that lies
//
// A note: kind ('w' or 't'), offset, size of the file before, length of what stood there, length of
// what comes (of 't': nothing), both contents. All numbers 64 bits, in this machine's order.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { FILES = 2, DESCRIPTORS = 4096 };
static const char *const names[FILES] = {"registry.sqlite", "registry.sqlite-wal"};
static int note_file[FILES] = {-1, -1};
static unsigned char tracked[DESCRIPTORS];  // which file a descriptor is, plus one
static dev_t folder_device;
static ino_t folder_inode;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static const char *folder(void) { return getenv("LOSSY_DISK"); }

static void die(const char *what) {
    fprintf(stderr, "lossy disk: %s\n", what);
    abort();
}

static int index_of(const char *path) {
    if (!folder() || !path) return -1;
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    for (int i = 0; i < FILES; i++)
        if (strcmp(name, names[i]) == 0) return i;
    return -1;
}

static int index_at(int fd) { return fd >= 0 && fd < DESCRIPTORS ? tracked[fd] - 1 : -1; }

static void beside(char *path, size_t size, int file, const char *end) {
    snprintf(path, size, "%s/%s%s", folder(), names[file], end);
}

static int notes(int file) {
    if (note_file[file] < 0) {
        char path[4096];
        beside(path, sizeof path, file, ".notes");
        note_file[file] = (int)syscall(
            SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (note_file[file] < 0) die("no notes can be kept");
    }
    return note_file[file];
}

// One note in one write, so that a kill leaves a whole one or a cut last one.
static void note(int fd, int file, char kind, uint64_t offset, const void *new, uint64_t new_length,
                 uint64_t end) {
    struct stat info;
    if (fstat(fd, &info) != 0) die("a file has no size");
    uint64_t size = (uint64_t)info.st_size;
    uint64_t old_length = size > offset ? (end < size ? end : size) - offset : 0;
    if (end <= offset) old_length = 0;
    size_t head = 1 + 4 * sizeof(uint64_t);
    char *bytes = malloc(head + old_length + new_length);
    if (!bytes) die("no memory");
    uint64_t numbers[4] = {offset, size, old_length, new_length};
    bytes[0] = kind;
    memcpy(bytes + 1, numbers, sizeof numbers);
    uint64_t done = 0;
    while (done < old_length) {
        ssize_t got = pread(fd, bytes + head + done, old_length - done, (off_t)(offset + done));
        if (got <= 0) die("what stood there cannot be read");
        done += (uint64_t)got;
    }
    if (new_length) memcpy(bytes + head + old_length, new, new_length);
    size_t length = head + old_length + new_length;
    if (syscall(SYS_write, notes(file), bytes, length) != (long)length) die("a note was not kept");
    free(bytes);
}

static void remove_beside(int file, const char *end) {
    char path[4096];
    beside(path, sizeof path, file, end);
    syscall(SYS_unlink, path);
}

static int open_file(const char *path, int flags, mode_t mode) {
    int file = index_of(path);
    if (file < 0) return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    pthread_mutex_lock(&mutex);
    struct stat info;
    int is_new = (flags & O_CREAT) && stat(path, &info) != 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    int error = errno;
    if (fd >= DESCRIPTORS) die("too many descriptors");
    if (fd >= 0) {
        tracked[fd] = (unsigned char)(file + 1);
        char parent[4096];
        snprintf(parent, sizeof parent, "%s", path);
        char *slash = strrchr(parent, '/');
        if (slash) *slash = 0;
        if (stat(slash ? parent : ".", &info) == 0) {
            folder_device = info.st_dev;
            folder_inode = info.st_ino;
        }
        if (is_new) {
            char mark[4096];
            beside(mark, sizeof mark, file, ".created");
            int made = (int)syscall(
                SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
            if (made >= 0) syscall(SYS_close, made);
        }
    }
    pthread_mutex_unlock(&mutex);
    errno = error;
    return fd;
}

static mode_t mode_of(int flags, va_list list) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    return open_file(path, flags | O_LARGEFILE, mode);
}

int close(int fd) {
    if (index_at(fd) >= 0) {
        pthread_mutex_lock(&mutex);
        tracked[fd] = 0;
        pthread_mutex_unlock(&mutex);
    }
    return (int)syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    int file = index_at(fd);
    if (file < 0) return syscall(SYS_pwrite64, fd, bytes, count, offset);
    pthread_mutex_lock(&mutex);
    note(fd, file, 'w', (uint64_t)offset, bytes, count, (uint64_t)offset + count);
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, count, offset);
    int error = errno;
    pthread_mutex_unlock(&mutex);
    errno = error;
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

// SQLite uses neither of these for the two files; if it did, losses would go unnoticed.
ssize_t write(int fd, const void *bytes, size_t count) {
    if (index_at(fd) >= 0) die("a plain write to the database");
    return syscall(SYS_write, fd, bytes, count);
}

void *mmap64(void *start, size_t length, int rights, int flags, int fd, off64_t offset) {
    if (index_at(fd) >= 0 && (rights & PROT_WRITE) && (flags & MAP_SHARED))
        die("the database is written through memory");
    return (void *)syscall(SYS_mmap, start, length, rights, flags, fd, offset);
}

int ftruncate64(int fd, off64_t length) {
    int file = index_at(fd);
    if (file < 0) return (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&mutex);
    note(fd, file, 't', (uint64_t)length, NULL, 0, UINT64_MAX);
    int result = (int)syscall(SYS_ftruncate, fd, length);
    int error = errno;
    pthread_mutex_unlock(&mutex);
    errno = error;
    return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

// A name is gone for good, or there for good, when its folder was synced.
static int sync_folder(int fd) {
    struct stat info;
    if (!folder() || fstat(fd, &info) != 0 || !S_ISDIR(info.st_mode)) return 0;
    if (info.st_dev != folder_device || info.st_ino != folder_inode) return 0;
    if (getenv("LOSSY_DISK_LIES")) return 1;
    pthread_mutex_lock(&mutex);
    for (int file = 0; file < FILES; file++) {
        remove_beside(file, ".created");
        remove_beside(file, ".deleted");
        remove_beside(file, ".deleted.notes");
    }
    pthread_mutex_unlock(&mutex);
    return 1;
}

static int sync_file(int fd, long call) {
    int file = index_at(fd);
    if (file < 0) {
        sync_folder(fd);
        return (int)syscall(call, fd);
    }
    const char *delay = getenv("LOSSY_DISK_DELAY");
    if (delay) usleep((useconds_t)atoi(delay));
    if (getenv("LOSSY_DISK_LIES")) return 0;
    pthread_mutex_lock(&mutex);
    if (ftruncate(notes(file), 0) != 0) die("notes cannot be struck out");
    pthread_mutex_unlock(&mutex);
    return 0;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }

int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int unlink(const char *path) {
    int file = index_of(path);
    if (file < 0) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&mutex);
    char mark[4096], from[4096], to[4096];
    beside(mark, sizeof mark, file, ".created");
    beside(from, sizeof from, file, ".notes");
    struct stat info;
    if (stat(path, &info) == 0) {
        if (note_file[file] >= 0) syscall(SYS_close, note_file[file]);
        note_file[file] = -1;
        if (syscall(SYS_unlink, mark) == 0) {
            // Neither its birth nor its death is on the disk.
            syscall(SYS_unlink, from);
        } else {
            beside(to, sizeof to, file, ".deleted");
            syscall(SYS_unlink, to);
            if (link(path, to) != 0) die("a deleted file cannot be kept");
            beside(to, sizeof to, file, ".deleted.notes");
            syscall(SYS_unlink, to);
            rename(from, to);
        }
    }
    int result = (int)syscall(SYS_unlink, path);
    int error = errno;
    pthread_mutex_unlock(&mutex);
    errno = error;
    return result;
}
