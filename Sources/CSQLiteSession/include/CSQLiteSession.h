// The session extension of SQLite, a baseline of `shabaka bench sync`. The library has it; its header
// shows it only to those who say that they built it so. Signatures: https://sqlite.org/session.html
#ifndef SHABAKA_CSQLITESESSION_H
#define SHABAKA_CSQLITESESSION_H
int sqlite3session_create(void *database, const char *name, void **session);
int sqlite3session_attach(void *session, const char *table);
int sqlite3session_changeset(void *session, int *count, void **changeset);
void sqlite3session_delete(void *session);
int sqlite3changeset_apply(
    void *database, int count, void *changeset, int (*filter)(void *context, const char *table),
    int (*conflict)(void *context, int kind, void *iterator), void *context);
#endif
