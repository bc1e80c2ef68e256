/* patch.c - a document laid over another. */
#include "core/document/patch.h"

#include <json-c/json.h>
#include <stddef.h>

#include "core/json/tree.h"

/* Returns 0 or -1; null is copied to NULL. */
static int patch_copy(struct json_object *value, struct json_object **result)
{
  *result = value ? json_copy(value) : NULL;
  return value && !*result ? -1 : 0;
}

/* MergePatch of the RFC; 0 or -1 keeps null apart from no memory. */
static int patch_merge(struct json_object *target, struct json_object *patch,
                       struct json_object **result)
{
  CLEANUP_JSON struct json_object *merged = NULL;

  if (!json_object_is_type(patch, json_type_object))
    return patch_copy(patch, result);
  if (!json_object_is_type(target, json_type_object))
    target = NULL;
  merged = json_object_new_object();
  if (!merged)
    return -1;
  if (target) {
    json_object_object_foreach(target, key, old)
    {
      struct json_object *change, *value;
      int named = json_object_object_get_ex(patch, key, &change);

      if (named && !change)
        continue;
      if ((named ? patch_merge(old, change, &value)
                 : patch_copy(old, &value)) < 0 ||
          json_put_member(merged, key, value) < 0)
        return -1;
    }
  }
  json_object_object_foreach(patch, name, change)
  {
    struct json_object *value;

    if (!change || (target && json_object_object_get_ex(target, name, NULL)))
      continue;
    /* Laid over nothing and not copied: it may hold nulls, which would
     * remove and must not arrive. */
    if (patch_merge(NULL, change, &value) < 0 ||
        json_put_member(merged, name, value) < 0)
      return -1;
  }
  *result = merged;
  merged = NULL;
  return 0;
}

struct json_object *merge_patch(struct json_object *target,
                                struct json_object *patch)
{
  struct json_object *result;

  return patch_merge(target, patch, &result) < 0 ? NULL : result;
}
