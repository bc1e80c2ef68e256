/* token_folder.h - the folder that takes the one-time tokens of many things:
 * a new file of mode 0600 for each, named after it (--output-dir).
 *
 * All that can be found out is found out before the first request: whether
 * the folder may be written to, by nobody else, and that none of the files is
 * there yet.  Each file itself is made right before its request (token_file.h)
 * and is written, flushed and closed before the next one is made.
 */
#ifndef TOKEN_FOLDER_H
#define TOKEN_FOLDER_H

#include <stddef.h>

#include "core/base/error.h"

/* Starts as { .fd = -1 }; token_folder_close releases it. */
struct token_folder {
  const char *path; /* borrowed */
  int fd;           /* -1 where it is not there yet */
};

/* Opens the folder and checks it.  One that is not there must be possible to
 * make, and is not made yet.  Returns 0, or -1 with EXIT_USAGE: no folder, not
 * writable, or one that core/base/folder.h makes nothing in. */
int token_folder_check(struct token_folder *folder, const char *path,
                       struct error *error);

/* Checks that no file is there yet, and that no two of the paths are the
 * same; sorts them.  Returns 0, or -1 with EXIT_USAGE. */
int token_folder_check_files(const struct token_folder *folder, char **paths,
                             size_t count, struct error *error);

/* Makes the folder, mode 0700, and opens it, unless it is open.  Returns 0, or
 * -1 with EXIT_USAGE. */
int token_folder_make(struct token_folder *folder, struct error *error);

void token_folder_close(struct token_folder *folder);

/* The path of a thing's file, for the caller to free: its name, or its id
 * where it has none (NULL) or one that is too long, with every byte but
 * letters, digits and ._- (no dot or dash at the start) as %XX, so that no
 * name leads out of the folder or to an option.  NULL without memory. */
char *token_folder_path(const char *folder, const char *name, const char *id);

#define CLEANUP_TOKEN_FOLDER CLEANUP(token_folder_close)

#endif
