/* rescue.h - a reply that holds a one-time secret outlives every failure.
 *
 * Before the request rescue_prepare composes, in static memory, where a reply
 * could be saved; afterwards saving needs no memory and is safe in a signal
 * handler.  The places, in order: $XDG_STATE_HOME/nscale (by default
 * $HOME/.local/state/nscale), $TMPDIR, /tmp, the folder of --token-file; then
 * stderr, only if it is a terminal.  A folder that somebody else could swap,
 * or take files out of, is passed over (core/base/folder.h); names are random,
 * and another one is tried where one is taken.  Two descriptors are kept aside
 * for the folder and the file, since a limit on open files must not cost a
 * token either.
 *
 * Global state: the prepared places and names, those descriptors and the reply
 * in hand.
 */
#ifndef RESCUE_H
#define RESCUE_H

#include <stddef.h>

struct error;

/* Composes the paths (`token_file`: that of --token-file, or NULL) and keeps
 * the descriptors.  Touches no file.  Returns 0; -1 with EXIT_FAILED where no
 * descriptor is left: nothing may be sent. */
int rescue_prepare(const char *token_file, struct error *error);

/* Whether one of the places would take a file, as far as can be told without
 * making one.  Returns 0, or -1 with EXIT_USAGE. */
int rescue_check(struct error *error);

/* From now on these bytes are what is to be saved; borrowed.  NULL for
 * nothing: the reply was delivered. */
void rescue_hold(const char *bytes, size_t length);

/* Likewise for a token alone, with its newline, and called that; where `file`
 * is not NULL it is saved there already, on disk. */
void rescue_hold_token(const char *bytes, size_t length, const char *file);

/* What rescue_announce adds to where it was saved: a line that begins with
 * `hint: `, safe to show.  Borrowed until what is held changes. */
void rescue_hint(const char *line);

/* Removes the file that was saved of what is held, and holds nothing: it has
 * arrived elsewhere. */
void rescue_discard(void);

/* Saves what is held into a new file of mode 0600 and flushes it to disk.
 * Returns its path (static), or NULL where no place took it.  Saves once:
 * a second call returns the first one's path. */
const char *rescue_save(void);

/* Says on stderr where the reply was saved; where it could not be saved,
 * prints it there if stderr is a terminal, and otherwise says plainly that
 * the token is lost and must be rotated.  Uses write alone. */
void rescue_announce(void);

#endif
