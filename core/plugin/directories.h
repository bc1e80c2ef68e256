/* directories.h - the directories that plugins come from, and the files in
 * them.  The order and the rules are those of discover.h.
 */
#ifndef DIRECTORIES_H
#define DIRECTORIES_H

#include <stddef.h>
#include <sys/types.h>

#include "core/base/error.h"
#include "core/plugin/found.h"

#define DIRECTORIES_MOST 64 /* more in NSCALE_PLUGIN_PATH: an error */

/* One directory as it was opened, or why not. */
struct directory {
  dev_t device;
  ino_t inode;
  enum plugin_status status; /* PLUGIN_UNTRUSTED, or PLUGIN_BROKEN */
  const char *reason;        /* static; NULL where it does not exist */
};

/* Their paths in order, without slashes at the end. */
struct directories {
  char *paths[DIRECTORIES_MOST + 2];
  size_t count;
  struct directory seen[DIRECTORIES_MOST + 2];
  size_t seen_count;
};

/* The names of the files in a directory that have a suffix, without it. */
struct names {
  char **items;
  size_t count;
  const char *reason; /* static: why not all were read, or NULL */
};

/* Lists the directories; whether they exist is not looked at.  Empty parts
 * of NSCALE_PLUGIN_PATH mean nothing.  Returns 0, or -1 when memory ran out
 * or there are too many (EXIT_USAGE).  directories_free releases the list on
 * every path. */
int directories_list(struct directories *directories, struct error *error);

/* Opens a directory for reading and checks it (core/base/folder.h).  Returns a
 * descriptor that the caller closes; or -1 with the reason and the status that
 * it earns. */
int directory_open(const char *path, struct directory *directory);

/* Whether this very directory was asked about before. */
int directories_seen(struct directories *directories,
                     const struct directory *directory);

void directories_free(struct directories *directories);

/* Reads the names in an open directory, `most` of them, sorted by bytes;
 * hidden files are left out.  Returns 0, or -1 when memory ran out.
 * names_free releases them on every path. */
int names_read(struct names *names, int fd, const char *suffix, size_t most,
               struct error *error);

void names_free(struct names *names);

#define CLEANUP_DIRECTORIES CLEANUP(directories_free)
#define CLEANUP_NAMES CLEANUP(names_free)

#endif
