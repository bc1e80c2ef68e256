/* thing.h - one JSON value on its way to the user: details for people, else
 * JSON or what filters make of it.
 */
#ifndef THING_H
#define THING_H

#include "core/base/sink.h"
#include "core/base/span.h"
#include "core/output/delivery_task.h"
#include "core/output/output.h"

struct error;
struct json_object;

/* Reads a reply into a tree that the caller releases with json_object_put.
 * Returns 0, with NULL where the verb takes any JSON and nobody looks into
 * it; -1 with
 * EXIT_FAILED where it is not JSON, or not of the shape that the verb
 * declares. */
int thing_read(const struct delivery_task *task, struct span json,
               struct json_object **thing, struct error *error);

/* Whether a thing is shown as details, which are safe for a terminal as they
 * are; JSON is not (see output_json). */
int thing_has_details(const struct delivery_task *task);

/* Writes a thing, whose text is `json`, to the sink.  Returns 0, or -1 with
 * the error set. */
int thing_write(const struct delivery_task *task, struct json_object *thing,
                struct span json, struct sink sink, struct error *error);

/* Writes JSON laid out for reading, or what the filters make of it; `secret`
 * as filters_run has it.  Returns 0, or -1 with the error set. */
int thing_write_json(const struct delivery_task *task, struct span json,
                     int secret, struct sink sink, struct error *error);

/* Reads a text that holds no one-time token, writes it, and ends the output.
 * Returns 0, or -1 with the error set. */
int thing_deliver(const struct delivery_task *task, struct span json,
                  struct output *output, struct error *error);

#endif
