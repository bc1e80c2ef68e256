/* handle.h - JSON as plugins see it: an opaque handle, which is the json-c
 * object itself. */
#ifndef HANDLE_H
#define HANDLE_H

#include <nscale/plugin.h>

struct json_object;
static inline struct json_object *host_json_of(const struct nscale_json *json)
{
  return (struct json_object *)(uintptr_t)json;
}
static inline struct nscale_json *host_json_to(struct json_object *json)
{
  return (struct nscale_json *)(uintptr_t)json;
}

#endif
