/* secret.h - the service token, from the environment into private memory.
 *
 * Global state: that one token, and the source and validity of it; a copy of
 * the one-time token that came last.  It is the only part of the core that
 * keeps either.  From the moment that it has one, no message does (redact.h).
 */
#ifndef SECRET_H
#define SECRET_H

struct error;

/* Called first in main, before a library or a plugin can look: moves
 * NSCALE_SERVICE_TOKEN into private memory, overwrites its bytes where the
 * environment held them, so that neither a child nor /proc/PID/environ has
 * it, and removes the variable.  Forbids core dumps.  Cannot fail: what is
 * wrong with the token is told by secret_token to whoever needs one. */
void secret_take(void);

/* The variable that says what the token is or where, or NULL; of the
 * environment alone, not of a profile. */
const char *secret_variable(void);

/* Forgets what the environment says of the token: a profile says it. */
void secret_set_aside(void);

/* Whether a command is to write the token (NSCALE_SERVICE_TOKEN_COMMAND). */
int secret_has_command(void);

/* The token: of the variable, or else of the file that
 * NSCALE_SERVICE_TOKEN_FILE names, a regular file or a pipe, or else what the
 * command of NSCALE_SERVICE_TOKEN_COMMAND writes; each less one newline at its
 * end.  The file is read, and the command run, at the first call alone.
 * Borrowed until secret_wipe.  NULL with an error: EXIT_USAGE where the
 * variable and the file differ, or the command is not the only one of the
 * three; EXIT_AUTH where there is none, where the file cannot be read or the
 * command fails, or where the token holds a byte that is no visible ASCII
 * character or is longer than 64 KiB.  No error quotes it. */
const char *secret_token(struct error *error);

/* Takes the token in this file of an open folder, which was just written, in
 * the place of the one that there was, which is overwritten: what secret_token
 * handed out before is void.  Returns 0, or -1 with an error and without any
 * token. */
int secret_renew(int folder, const char *path, struct error *error);

/* Whether a service token is in memory. */
int secret_is_held(void);

/* Reads the token's file, if there is one and nobody has, so that an error
 * that is to be told does not quote what is in it.  A regular file alone: a
 * pipe is read once, by whoever needs it.  What fails leaves all as it was. */
void secret_look(void);

/* Keeps a one-time token out of messages, from now until the next one; those
 * before it are known by their shape.  It is copied to the same memory, since
 * the text itself is wiped once it is delivered. */
void secret_hide(const char *token);

/* Overwrites the tokens.  Also done at exit. */
void secret_wipe(void);

#endif
