/* help.h - help texts, made from the same tables that parse. */
#ifndef HELP_H
#define HELP_H

#include <nscale/plugin.h>

#include "core/buffer.h"
#include "core/message.h"

/* Each appends its text; a failed append stays in the buffer. */

/* `nscale --help`: commands, plugins (from their manifests), global flags,
 * environment, exit statuses.  Plugins that cannot be used are left out. */
int help_root(struct buffer *text, struct error *error);

/* `nscale NOUN --help`: `path` is the words of the command so far. */
void help_noun(struct buffer *text, const char *path,
               const struct nscale_noun *noun);

/* `nscale NOUN VERB --help`. */
void help_verb(struct buffer *text, const char *path,
               const struct nscale_verb *verb);

#endif
