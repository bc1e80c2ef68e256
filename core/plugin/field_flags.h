/* field_flags.h - the flags of create and update that fields bring.
 *
 * A field with a flag (nscale/plugin.h, since ABI 1.1) brings up to three,
 * which by its type mean:
 *
 *                --FLAG                --add-FLAG      --remove-FLAG
 *   VALUE        sets the field
 *   LIST         is the whole array    adds one        takes one out
 *   ELEMENTS     is the whole array    adds one        takes one out
 *   PAIRS        sets the one of KEY                   takes that of KEY out
 *   KEYED        likewise
 *   MAP          likewise
 *
 * PAIRS are objects of two texts and MAP is one object, KEY=VALUE each;
 * ELEMENTS and KEYED are objects of whatever members, MEMBER=VALUE,... each.
 * --add- and --remove- are there only where an update is relative to what
 * there is.  What they do to a document is field_values.h's.
 */
#ifndef FIELD_FLAGS_H
#define FIELD_FLAGS_H

#include <nscale/plugin.h>

#include "core/base/pool.h"

enum field_flag_form {
  FIELD_FLAG_NONE, /* a type that takes no flag */
  FIELD_FLAG_VALUE,
  FIELD_FLAG_LIST,
  FIELD_FLAG_ELEMENTS,
  FIELD_FLAG_PAIRS,
  FIELD_FLAG_KEYED,
  FIELD_FLAG_MAP
};

/* How a field's flag works, by the field's type. */
enum field_flag_form field_flag_form(const struct nscale_field *field);

/* Whether --FLAG is the whole array, and whether it sets one of many that a
 * key tells from the others. */
static inline int field_flag_is_whole(const struct nscale_field *field)
{
  const enum field_flag_form form = field_flag_form(field);

  return form == FIELD_FLAG_LIST || form == FIELD_FLAG_ELEMENTS;
}
static inline int field_flag_has_keys(const struct nscale_field *field)
{
  return field_flag_form(field) >= FIELD_FLAG_PAIRS;
}

/* Whether the documents of the verb have the field: not what only a new thing
 * has, in an update, and so on. */
int field_is_of(const struct nscale_field *field,
                const struct nscale_verb *verb);

/* Those of a list that are of the verb, in memory that is the caller's to
 * free.  NULL without memory. */
const struct nscale_field **
fields_of_verb(const struct nscale_field *const *fields,
               const struct nscale_verb *verb);

/* Whether its flag takes an id or a name: the values are those of a list. */
int field_flag_resolves(const struct nscale_field *field);

/* Whether a text of the field may be a name in a document, likewise. */
int field_may_be_name(const struct nscale_field *field);

enum field_flag_act { FIELD_FLAG_SET, FIELD_FLAG_ADD, FIELD_FLAG_REMOVE };

/* "", "add-" or "remove-": what stands before the field's flag. */
const char *field_flag_prefix(enum field_flag_act act);

/* Whether a verb takes the flags of its noun's fields. */
int field_flags_taken(const struct nscale_verb *verb);

/* The flag for the name of a new thing, whose place a verb's argument may
 * take: "name".  NULL where the verb makes none, or its name has no flag. */
const char *field_flag_of_name(const struct nscale_noun *noun,
                               const struct nscale_verb *verb);

/* The field of which a flag of the verb, "rule" or "add-rule", takes elements
 * of an array; NULL for any other. */
const struct nscale_field *field_flag_field(const struct nscale_noun *noun,
                                            const struct nscale_verb *verb,
                                            const char *flag);

/* Puts the flags of the fields behind those of the verb, which is a
 * copy, and makes them in the pool.  What is wrong with them is left to the
 * rules. Returns 0, or -1 without memory. */
int field_flags_add(struct pool *pool, struct nscale_verb *verb,
                    const struct nscale_field *const *fields);

#endif
