/* resolve.h - which of several plugins a word on the command line means. */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "core/base/error.h"
#include "core/plugin/found.h"

/* Decides for a list in its order who has each name and alias, by the rules
 * of discover.h, and says so in the entries: status, reason, shadowed_by,
 * shadows_builtin, aliases.  Who is not trusted takes nothing away; who is
 * broken keeps its name, because its name is what people will type, but has
 * no aliases.  Returns 0, or -1 when memory ran out. */
int resolve_names(struct plugin_list *list, struct error *error);

#endif
