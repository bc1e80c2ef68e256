/* found.c - a plugin that was found, and what is wrong about it. */
#include "core/plugin/found.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/vector.h"

int plugin_found_begin(struct plugin_found *found, const char *directory,
                       const char *name, struct error *error)
{
  const size_t directory_size = strlen(directory) + 1;
  const size_t name_size = name ? strlen(name) + 1 : 0;
  const size_t path_size =
      directory_size + (name ? name_size + FOUND_SUFFIX_LENGTH : 0);
  char *block = malloc(path_size + directory_size + name_size);

  found->status = PLUGIN_OK;
  found->path = block;
  found->directory = found->name = NULL;
  found->reason = found->aliases = NULL;
  found->shadowed_by = NULL;
  found->shadows_builtin = found->has_manifest = 0;
  found->device = 0;
  found->inode = 0;
  if (!block)
    return error_memory(error);
  memcpy(block, directory, directory_size);
  memcpy(block + path_size, directory, directory_size);
  found->directory = block + path_size;
  if (name) {
    block[directory_size - 1] = '/';
    memcpy(block + directory_size, name, name_size - 1);
    memcpy(block + directory_size + name_size - 1, FOUND_SUFFIX,
           sizeof FOUND_SUFFIX);
    memcpy(block + path_size + directory_size, name, name_size);
    found->name = block + path_size + directory_size;
  }
  return 0;
}

void plugin_found_set(struct plugin_found *found, enum plugin_status status,
                      struct error *why)
{
  found->status = status;
  found->reason = why->message;
  why->message = NULL;
  error_clear(why);
}

void plugin_found_take(struct plugin_found *from, struct plugin_found *found)
{
  *found = *from;
  manifest_copy(&from->manifest, &found->manifest);
  from->path = NULL;
  from->reason = from->aliases = NULL;
}

struct plugin_found *plugin_list_add(struct plugin_list *list,
                                     struct error *error)
{
  struct plugin_found **items, *found;

  items = vector_grow(list->items, list->count, sizeof *items);
  if (!items)
    goto failed;
  list->items = items;
  found = malloc(sizeof *found);
  if (!found)
    goto failed;
  found->path = NULL;
  found->reason = found->aliases = NULL;
  list->items[list->count++] = found;
  return found;

failed:
  error_memory(error);
  return NULL;
}

void plugin_list_drop(struct plugin_list *list)
{
  struct plugin_found *found = list->items[--list->count];

  plugin_found_free(found);
  free(found);
  /* At a power of two `add` makes room again, which changes nothing. */
}

void plugin_found_free(struct plugin_found *found)
{
  free((char *)found->path); /* directory and name are in the same block */
  free(found->reason);
  free(found->aliases);
  found->path = found->directory = found->name = NULL;
  found->reason = found->aliases = NULL;
}

void plugin_list_free(struct plugin_list *list)
{
  size_t i;

  for (i = 0; i < list->count; i++) {
    plugin_found_free(list->items[i]);
    free(list->items[i]);
  }
  free(list->items);
  *list = (struct plugin_list){ 0 };
}
