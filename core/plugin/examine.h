/* examine.h - what one file says of itself, and whether it may be used. */
#ifndef EXAMINE_H
#define EXAMINE_H

#include "core/base/error.h"
#include "core/plugin/found.h"

/* Looks at the file of an entry that was begun, in its open directory.
 * Returns 1 with the entry filled, 0 where there is no such file, -1 when
 * memory ran out. */
int examine_entry(int directory_fd, struct plugin_found *found,
                  struct error *error);

/* Looks at the file of this path, wherever it is and whether or not there is
 * one: `found` says what is wrong about it.  Returns 0, or -1 when memory ran
 * out.  plugin_found_free on success. */
int examine_file(const char *path, struct plugin_found *found,
                 struct error *error);

#endif
