/* host.h - the table of functions that plugins are handed.
 *
 * Each function checks what it is given, works on the call, and leaves the
 * first failure in call->error.  See nscale/plugin.h for what they promise.
 */
#ifndef HOST_H
#define HOST_H

#include <nscale/plugin.h>

#include "core/invocation/handle.h"

/* The one table; every call's head points at it. */
extern const struct nscale_host host_table;

/* The JSON part of the table: see host_json.c. */
struct nscale_json *host_json_parse(struct nscale_call *call, const char *text,
                                    size_t length);
const char *host_json_text(struct nscale_call *call,
                           const struct nscale_json *json);
int32_t host_json_type(const struct nscale_json *json);
struct nscale_json *host_json_get(const struct nscale_json *json,
                                  const char *path);
struct nscale_json *host_json_at(const struct nscale_json *json, size_t index);
const char *host_json_key(const struct nscale_json *json, size_t index);
size_t host_json_length(const struct nscale_json *json);
const char *host_json_string(const struct nscale_json *json);
int64_t host_json_integer(const struct nscale_json *json, int64_t otherwise);
double host_json_number(const struct nscale_json *json, double otherwise);
int32_t host_json_boolean(const struct nscale_json *json, int32_t otherwise);
int32_t host_json_set(struct nscale_call *call, struct nscale_json *json,
                      const char *path, const struct nscale_json *value);
int32_t host_json_set_string(struct nscale_call *call,
                             struct nscale_json *json, const char *path,
                             const char *text);
int32_t host_json_append(struct nscale_call *call, struct nscale_json *array,
                         const struct nscale_json *value);

#endif
