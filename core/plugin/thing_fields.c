/* thing_fields.c - what of a thing somebody looks at. */
#include "core/plugin/thing_fields.h"

static int add_columns(struct fields *fields,
                       const struct nscale_column *const *column)
{
  for (; column && *column; column++)
    if (fields_add_start(fields, (*column)->path) < 0)
      return -1;
  return 0;
}

/* What only the server writes is dropped as it is, unless it tells one thing,
 * or one version of it, from another. */
static int add_fields(struct fields *fields,
                      const struct nscale_field *const *field)
{
  const uint32_t compared = NSCALE_FIELD_IDENTITY | NSCALE_FIELD_VERSION;

  for (; field && *field; field++)
    if ((!((*field)->attributes & NSCALE_FIELD_READ_ONLY) ||
         (*field)->attributes & compared) &&
        fields_add_start(fields, (*field)->path) < 0)
      return -1;
  return 0;
}

const struct fields *thing_fields(struct fields *fields,
                                  const struct nscale_noun *noun,
                                  const struct nscale_verb *verb)
{
  return fields_add_start(fields, noun->id_path) == 0 &&
                 fields_add_start(fields, noun->name_path) == 0 &&
                 fields_add_start(fields, noun->deletion_path) == 0 &&
                 fields_add_start(fields, verb->secret) == 0 &&
                 add_columns(fields, noun->columns) == 0 &&
                 add_columns(fields, verb->columns) == 0 &&
                 add_fields(fields, noun->fields) == 0
             ? fields
             : NULL;
}

const struct fields *thing_names_fields(struct fields *fields,
                                        const char *id_path,
                                        const char *name_path)
{
  return fields_add_start(fields, id_path) == 0 &&
                 fields_add_start(fields, name_path) == 0
             ? fields
             : NULL;
}
