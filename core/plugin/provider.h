/* provider.h - which package provides a plugin that is not installed.
 *
 * A distribution that splits the plugins from the core knows what the core
 * cannot: under which names they are packaged, and what installs them.  It
 * says so in one file, provider_file (core/base/paths.h), which the core's
 * package brings; third parties do in files of their own in the folder of the
 * same name with ".d" behind it.  They are read only when a command is not
 * known, or help lists what there is.  A line of them is
 *
 *     NAME[,ALIAS...]  PACKAGE  COMMAND...
 *
 * the plugin's names as its manifest has them, the package, and to the end of
 * the line the command that installs it.  Blanks separate the three.  Empty
 * lines, and lines that begin with '#', mean nothing; a line that is not like
 * this is passed over, since nobody who meets it can mend it.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <stddef.h>

#include "core/base/error.h"

#define PROVIDER_BYTES 65536 /* of all files; the rest is not looked at */
#define PROVIDER_WORDS 512   /* names and aliases; likewise */

/* One name or alias.  The texts belong to the list; each is one line that may
 * be shown to people. */
struct provider {
  const char *word; /* what people type */
  const char *name; /* the plugin that it means */
  const char *package;
  const char *command; /* "apt install nscale-plugin-serviceaccounts" */
};

/* Starts as { 0 }. */
struct provider_list {
  struct provider items[PROVIDER_WORDS]; /* in the order of reading */
  size_t count;
  char *text;    /* what the items point into */
  size_t length; /* of what of it is used */
};

/* Reads the file at `path`, then those in the folder `path`.d whose names are
 * made of letters, digits, '-' and '_', in the order of their names.  What is
 * not there, cannot be read, or may not be believed since others can write it
 * (core/base/folder.h), adds nothing.  Returns 0, or -1 when memory
 * ran out.  provider_list_free on every path. */
int provider_list_read(struct provider_list *list, const char *path,
                       struct error *error);

/* The first provider of a word, or NULL; borrowed from the list. */
const struct provider *provider_find(const struct provider_list *list,
                                     const char *word);

void provider_list_free(struct provider_list *list);

#define CLEANUP_PROVIDER_LIST CLEANUP(provider_list_free)

#endif
