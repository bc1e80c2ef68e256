/* scalar.h - what a text or a number in a document may be, by its field.
 *
 * A pattern and words hold for texts and numbers alike, as they are written,
 * and a number may have bounds.  Of a plugin from before ABI 1.2
 * (FIELD_BEFORE_1_2) only patterns hold, and only for texts.
 */
#ifndef SCALAR_H
#define SCALAR_H

#include <nscale/plugin.h>

#include "core/base/buffer.h"
#include "core/base/error.h"

struct json_object;

/* NSCALE_TYPE_... of a value, ANY for null; a whole number is a NUMBER. */
uint32_t scalar_type(struct json_object *value);

/* Whether a value, which is not null, is of a type other than ANY. */
int scalar_has_type(struct json_object *value, uint32_t type);

/* Holds a text or a number, which is of the right type, to its field.  Returns
 * 0 where it may be so; 1 where it may not, with what it may be appended to
 * `why`, which remembers a failure; -1 with EXIT_PLUGIN where the plugin's
 * pattern is not one. */
int scalar_check(const struct nscale_field *field, struct json_object *value,
                 struct buffer *why, struct error *error);

/* Appends what a number of the field may be: "a whole number from 1 to
 * 65535". */
void scalar_write_bounds(const struct nscale_field *field,
                         struct buffer *text);

/* Appends what a value of the field may be, beside its type: its rule, else
 * its words or bounds; nothing where all of the type will do. */
void scalar_write_rule(const struct nscale_field *field, struct buffer *text);

#endif
