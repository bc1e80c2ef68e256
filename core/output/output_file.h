/* output_file.h - the new file that takes the place of standard output
 * (--output).
 *
 * What is written is not there under its name before it is whole: it is made
 * beside it, under a name that nobody foresees, and gets its own at the end,
 * unless something has that by then.  What ends us before leaves nothing.
 */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include <sys/types.h>

#include "core/base/error.h"
#include "core/base/folder.h"

#define OUTPUT_FILE_NAME (sizeof ".nscale-" + FOLDER_RANDOM_SIZE)

/* Starts as OUTPUT_FILE_NONE, and stays where it is; released by
 * output_file_abandon. */
struct output_file {
  const char *path; /* as the user named it; borrowed */
  const char *name; /* the last part of it */
  int fd;
  int folder; /* that it is in */
  char unfinished[OUTPUT_FILE_NAME];
  struct made made;
};

#define OUTPUT_FILE_NONE                                                      \
  {                                                                           \
    .fd = -1, .folder = -1                                                    \
  }

/* Makes a file with this mode for a path at which nothing is.  Returns 0, or
 * -1 with EXIT_USAGE. */
int output_file_create(struct output_file *file, const char *path, mode_t mode,
                       struct error *error);

/* All is written: flushes it and gives it its name.  Returns 0, or -1 with
 * EXIT_FAILED. */
int output_file_keep(struct output_file *file, struct error *error);

/* Removes one that was not kept. */
void output_file_abandon(struct output_file *file);

#endif
