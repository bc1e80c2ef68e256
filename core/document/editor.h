/* editor.h - a text in the user's editor. */
#ifndef EDITOR_H
#define EDITOR_H

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Has the text edited by what VISUAL, else EDITOR says, a shell command to
 * which the file's name is added, or by vi.  The file is called
 * `NAME.json`, has mode 0600 and is in a new folder of mode 0700 and a random
 * name below XDG_RUNTIME_DIR, TMPDIR or /tmp, the first that
 * core/base/folder.h makes something in; that is removed with all that an
 * editor left in it, also when a signal ends the process, and wherever
 * somebody moved it.  The editor has the
 * terminal, and stderr for its stdout, which here is for data; its
 * environment has no token (secret.h).  Afterwards the terminal is as it was,
 * however the editor ended (modes.h).
 *
 * Returns 0 with what was saved in `text`; -1 with the error set and the
 * text as it was: EXIT_FAILED where there is no folder to write to or the
 * editor failed, EXIT_USAGE as document_read. */
int editor_edit(struct buffer *text, const char *name, struct error *error);

#endif
