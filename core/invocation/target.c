/* target.c - a thing that a command is about. */
#include "core/invocation/target.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/time.h"
#include "core/json/path.h"

static int text_replace(char **text, const char *with, struct error *error)
{
  char *copy;

  if (!with)
    return 0;
  copy = strdup(with);
  if (!copy)
    return error_memory(error);
  free(*text);
  *text = copy;
  return 0;
}

int target_set(struct target *target, const char *id, const char *name,
               struct error *error)
{
  return text_replace(&target->id, id, error) < 0
             ? -1
             : text_replace(&target->name, name, error);
}

static const char *expiry_of(const struct nscale_noun *noun,
                             struct json_object *json)
{
  const struct nscale_column *const *column;

  for (column = noun->columns; column && *column; column++)
    if ((*column)->kind == NSCALE_COLUMN_EXPIRY)
      return path_string(json, (*column)->path);
  return NULL;
}

int target_set_expiry(struct target *target, const char *expiry,
                      struct error *error)
{
  free(target->expiry);
  target->expiry = NULL;
  return text_replace(&target->expiry, expiry, error);
}

int target_set_json(struct target *target, const struct nscale_noun *noun,
                    struct json_object *json, struct error *error)
{
  const char *name;

  if (target_set_expiry(target, expiry_of(noun, json), error) < 0)
    return -1;
  name = noun->name_path ? path_string(json, noun->name_path) : NULL;
  return target_set(target,
                    noun->id_path ? path_string(json, noun->id_path) : NULL,
                    name && name[0] ? name : NULL, error);
}

int target_is_leaving(const struct nscale_noun *noun, struct json_object *json)
{
  const char *text;

  if (!noun->deletion_path || !path_get(json, noun->deletion_path))
    return 0;
  text = path_string(json, noun->deletion_path);
  return !text || !time_is_unset(text);
}

void target_free(struct target *target)
{
  free(target->id);
  free(target->name);
  free(target->expiry);
  free(target->text);
  *target = (struct target){ 0 };
}
