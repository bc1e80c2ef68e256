/* token_file.h - the new file that a one-time token is written to.
 *
 * It is made before the request, so that a path that cannot be written costs
 * no token, and removed again when no token came.
 */
#ifndef TOKEN_FILE_H
#define TOKEN_FILE_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/base/folder.h"

/* Starts as TOKEN_FILE_NONE. */
struct token_file {
  const char *path; /* borrowed */
  int fd;
  int folder; /* that it is in; open as long as the file is */
  struct made made;
};

#define TOKEN_FILE_NONE                                                       \
  {                                                                           \
    .fd = -1, .folder = -1                                                    \
  }

/* For a dry run, which makes no file: whether one is there already, which
 * token_file_create would refuse.  Returns 0, or -1 with EXIT_USAGE. */
int token_file_check(const char *path, struct error *error);

/* Creates the file with mode 0600; it must not exist yet (O_EXCL), and no
 * link is followed but on the way to its folder, which is whosever the user
 * likes.  Returns 0, or -1 with EXIT_USAGE; token_file_abandon releases it
 * either way. */
int token_file_create(struct token_file *file, const char *path,
                      struct error *error);

/* Likewise in a folder that is open (token_folder.h); the path is what the
 * file is called. */
int token_file_create_in(struct token_file *file, int folder, const char *path,
                         struct error *error);

/* Writes the token and a newline, flushes them and the folder to disk and
 * closes.  Returns 0, or -1 with EXIT_FAILED and the file as far as it was
 * written. */
int token_file_write(struct token_file *file, const char *token, size_t length,
                     struct error *error);

/* Removes a file that was created and never written. */
void token_file_abandon(struct token_file *file);

#endif
