/* thing_fields.h - what of a thing somebody looks at.
 *
 * A thing may have members that no plugin knows, of any size: those are handed
 * on, and are read no further than it takes to know where they end.
 */
#ifndef THING_FIELDS_H
#define THING_FIELDS_H

#include <nscale/plugin.h>

#include "core/json/fields.h"

/* Adds the id, the name, the columns, the fields of a document and the secret:
 * all that the core looks at in a thing of the noun, for the verb.  What they
 * point to is borrowed.  Returns `fields`; or NULL where it may look at
 * anything, as json_read_fields takes it. */
const struct fields *thing_fields(struct fields *fields,
                                  const struct nscale_noun *noun,
                                  const struct nscale_verb *verb);

/* Likewise the id and the name alone; the latter may be NULL. */
const struct fields *thing_names_fields(struct fields *fields,
                                        const char *id_path,
                                        const char *name_path);

#endif
