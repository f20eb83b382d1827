// What Swift cannot call of the system's SQLite.
#ifndef SHABAKA_CSQLITE_H
#define SHABAKA_CSQLITE_H
// The memory statistics, which nobody here reads, put one lock of the whole process around every
// allocation; Debian builds SQLite without its lookaside memory, so there are many. To be called
// before the first database is opened. https://sqlite.org/c3ref/c_config_covering_index_scan.html
int shabaka_sqlite_without_memory_statistics(void);

// The session extension, a baseline of `shabaka bench sync`. The library has it; its header shows it
// only to those who say that they built it so. Signatures: https://sqlite.org/session.html
int sqlite3session_create(void *database, const char *name, void **session);
int sqlite3session_attach(void *session, const char *table);
int sqlite3session_changeset(void *session, int *count, void **changeset);
void sqlite3session_delete(void *session);
int sqlite3changeset_apply(
    void *database, int count, void *changeset, int (*filter)(void *context, const char *table),
    int (*conflict)(void *context, int kind, void *iterator), void *context);
#endif
