/* nscale/plugin/json.h - JSON, as plugins read and build it
 *
 * Copyright The nscale authors.  SPDX-License-Identifier: Apache-2.0
 *
 * A part of nscale/plugin.h, which includes it; all since 1.0.
 */
#ifndef NSCALE_PLUGIN_JSON_H
#define NSCALE_PLUGIN_JSON_H

#ifndef NSCALE_PLUGIN_H
#error "include nscale/plugin.h, which this is a part of"
#endif

/* ---- JSON.  A value that is NULL, or of another type than a function is for,
 * is never an error by itself: it has no members and no text. ---------- */

/* Parses strict JSON text.  The value is the call's.  NULL, with the call
 * failed, where it is not JSON. */
static inline struct nscale_json *
nscale_json_parse(struct nscale_call *call, const char *text, size_t length)
{
  return call->host->json_parse(call, text, length);
}

/* Compact JSON text of a value; "null" of NULL.  NULL when memory ran out. */
static inline const char *nscale_json_text(struct nscale_call *call,
                                           const struct nscale_json *json)
{
  return call->host->json_text(call, json);
}

/* NSCALE_JSON_...; NULL is NSCALE_JSON_NULL. */
static inline int32_t nscale_json_type(struct nscale_call *call,
                                       const struct nscale_json *json)
{
  return call->host->json_type(json);
}

/* The value at a path, or NULL where there is none, it is null, or the
 * path is malformed.  It belongs to the value that it is in, and lives as
 * long. */
static inline struct nscale_json *
nscale_json_get(struct nscale_call *call, const struct nscale_json *json,
                const char *path)
{
  return call->host->json_get(json, path);
}

/* Elements of an array or members of an object: how many (0 for all else),
 * the value at an index, a member's key at an index; NULL past the last. */
static inline size_t nscale_json_length(struct nscale_call *call,
                                        const struct nscale_json *json)
{
  return call->host->json_length(json);
}
static inline struct nscale_json *
nscale_json_at(struct nscale_call *call, const struct nscale_json *json,
               size_t index)
{
  return call->host->json_at(json, index);
}
static inline const char *nscale_json_key(struct nscale_call *call,
                                          const struct nscale_json *json,
                                          size_t index)
{
  return call->host->json_key(json, index);
}

/* The text of a string, NULL of anything else; a whole number that
 * int64_t has, any number, or a boolean (1 or 0); `otherwise` of anything
 * else. */
static inline const char *nscale_json_string(struct nscale_call *call,
                                             const struct nscale_json *json)
{
  return call->host->json_string(json);
}
static inline int64_t nscale_json_integer(struct nscale_call *call,
                                          const struct nscale_json *json,
                                          int64_t otherwise)
{
  return call->host->json_integer(json, otherwise);
}
static inline double nscale_json_number(struct nscale_call *call,
                                        const struct nscale_json *json,
                                        double otherwise)
{
  return call->host->json_number(json, otherwise);
}
static inline int32_t nscale_json_boolean(struct nscale_call *call,
                                          const struct nscale_json *json,
                                          int32_t otherwise)
{
  return call->host->json_boolean(json, otherwise);
}

/* Puts a copy of a value, or a text, at a path, making objects on the way.
 * NULL as the value is JSON null.  Returns 0; -1, with the call failed (10),
 * where the path is malformed or leads through what is not an object. */
static inline int32_t nscale_json_set(struct nscale_call *call,
                                      struct nscale_json *json,
                                      const char *path,
                                      const struct nscale_json *value)
{
  return call->host->json_set(call, json, path, value);
}
static inline int32_t nscale_json_set_string(struct nscale_call *call,
                                             struct nscale_json *json,
                                             const char *path,
                                             const char *text)
{
  return call->host->json_set_string(call, json, path, text);
}

/* Appends a copy of a value to an array.  Returns 0; -1, with the call failed
 * (10), where it is not an array. */
static inline int32_t nscale_json_append(struct nscale_call *call,
                                         struct nscale_json *array,
                                         const struct nscale_json *value)
{
  return call->host->json_append(call, array, value);
}

#endif
