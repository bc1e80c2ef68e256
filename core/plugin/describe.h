/* describe.h - the host's own copy of what a plugin describes.
 *
 * A plugin of another minor has structures of other sizes, lists may be NULL
 * and members left out.  The copy has none of that: every structure is of
 * this host's size (struct_size says so), what the plugin does not have is
 * zero, every list is there and ends with NULL, defaults are filled in, and
 * every rule of nscale/plugin.h that can be checked without a call was
 * checked.  Texts, and the words of choices, stay the plugin's.
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include <nscale/plugin.h>

#include "core/base/pool.h"
#include "core/plugin/findings.h"

#define DESCRIBE_ENTRIES 256 /* in any one list, besides words of choices */
#define DESCRIBE_WORDS 4096  /* words of one choices */

struct description {
  struct nscale_plugin plugin; /* .noun is the copy; NULL without one */
  struct pool pool;            /* the memory of the copy */
};

/* Copies and checks.  `theirs` has at least the frozen prefix and is of an
 * ABI that this host provides (manifest_check_abi); `name` is the file's and
 * must be the plugin's.
 *
 * Filled in: NSCALE_EFFECT_READ for the 0 that it was before 1.2; the root
 * noun's name, aliases and summary from the plugin;
 * `.metadata.id` and `.metadata.name` for NULL id_path and name_path; "" for
 * NULL aliases; the noun's columns for a verb's NULL; a wait's path for its
 * NULL failure_path; value_path for a NULL
 * label_path; behind a verb's own flags those that fields bring
 * (field_flags.h).  The fields of a plugin from before 1.2 are marked
 * FIELD_BEFORE_1_2 (before.h).
 *
 * Returns 0, or -1 with what is wrong: `verb "list" has no plan`, or with
 * findings->failed when memory ran out.  All that is wrong is found, unless a
 * list has no end or a structure is shorter than that of 1.0: then what is
 * left is not held to rules about the whole.  A plugin of another name is
 * called `name` in the copy, borrowed.  description_free on every path. */
int description_copy(const struct nscale_plugin *theirs, const char *name,
                     struct description *copy, struct findings *findings);

/* Releases the copy; the plugin itself is not touched. */
void description_free(struct description *copy);

#endif
