/* query.h - jq filters, over libjq.
 *
 * query.so is a private module of the core (see core/base/module.h): the only
 * part that is linked to libjq, whose version 1.6 takes 16 ms to compile
 * even `.`.  It exports `nscale_query_module`, needs nothing of the
 * executable and prints nothing of its own; what a filter sends to stderr
 * with jq's `stderr` is the filter's affair, its `debug` is silent.
 *
 * A filter gives what the `jq` program gives, with one input and without
 * options, but it reads no file: ~/.jq is not there, `import`, `include` and
 * `module` are refused, `input` finds nothing.  Its environment is this
 * process', so a secret must have been taken out of it before.
 */
#ifndef QUERY_H
#define QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/module.h"
#include "core/base/sink.h"
#include "core/base/span.h"
#include "core/jq/result.h"

struct query;

/* A sentence without a full stop. */
struct query_message {
  char text[256];
};

struct query_module {
  struct module_prefix prefix;

  /* Compiles a filter.  NULL where it does not compile, or there is no
   * memory: then `message` holds the first cause, one sentence without a full
   * stop that says neither `jq` nor where.  The environment is replaced and
   * restored meanwhile: not for use beside another thread that reads it. */
  struct query *(*compile)(const char *filter, struct query_message *message);

  /* Runs it over one JSON text, as often as wanted.  Each result goes to the
   * sink as it comes, with the error: a string as its bytes, which may hold
   * NUL, all else as compact JSON; no newline.
   *
   * Returns 0; 1 where the sink returned other than 0, which ends the run; -1
   * with `message`, a sentence as above, where the text is not JSON, the
   * filter fails or takes too much memory for a text of this length, or it
   * halts (`halt`, `halt_error`).  One that took too much takes no other text.
   * The limit is that of the process (RLIMIT_AS) while it runs.  Results that
   * came before have been emitted then.  The message may quote what the filter
   * worked on, up to a few characters, or what the filter itself made the
   * text of an error. */
  int (*run)(struct query *query, struct span json, struct sink results,
             struct error *error, struct query_message *message);

  /* From now on each result begins with RESULT_STRING or RESULT_JSON
   * (result.h). */
  void (*mark)(struct query *query);

  /* Adds, as jq's `add` does, each value of the array that the filter gives of
   * one JSON text to what was added before.  Where two cannot be added,
   * `total` says so.  Returns 0, or -1 as `run`. */
  int (*add)(struct query *query, struct span json,
             struct query_message *message);

  /* What was added, null for nothing, as a result.  Returns as `run`. */
  int (*total)(struct query *query, struct sink results, struct error *error,
               struct query_message *message);

  /* Whether jq can read a text, which its versions see differently.  Returns
   * 0, or -1 with `message`, both as `run` would. */
  int (*reads)(struct span json, struct query_message *message);

  /* Frees a compiled filter.  Accepts NULL. */
  void (*free)(struct query *query);
};

extern const struct query_module nscale_query_module MODULE_EXPORT;

/* What module_open opens it by. */
#define QUERY_MODULE                                                          \
  {                                                                           \
    .name = "query", .symbol = "nscale_query_module",                         \
    .size = sizeof(struct query_module)                                       \
  }

#endif
