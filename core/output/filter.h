/* filter.h - one -q filter: decided here where it is simple, else by libjq.
 *
 * A simple filter (jq/simple.h) opens no query module.  Where it meets a
 * value that is not decided without jq, or an error, libjq is asked about
 * that value and its answer is the result.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/base/sink.h"
#include "core/jq/shape.h"
#include "core/jq/simple.h"

struct query;

struct filter {
  const char *text; /* as it was given */
  int is_simple;
  struct simple select; /* where it is simple */
  enum simple_head head;
  struct shape shape;    /* where the head is SIMPLE_SHAPED */
  struct query *query;   /* compiled by libjq, or NULL */
  struct query *addends; /* likewise what gives the values of a SHAPE_SUM */
  int marked;            /* results begin as result.h has it */
};

/* Prepares a filter from its text, which is borrowed; one that is not simple
 * is compiled.  Returns 0, or -1: EXIT_USAGE for one that does not compile,
 * EXIT_FAILED where the module cannot be opened. */
int filter_compile(struct filter *filter, const char *text,
                   struct error *error);

/* From now on the results are for people: see result.h. */
void filter_mark(struct filter *filter);

/* Appends what a simple filter makes of one JSON text, a result a line, the
 * steps before `from` taken already.  Returns 0; or -1 where libjq must be
 * asked, with the buffer as it was. */
int filter_decide(const struct filter *filter, size_t from, struct json json,
                  struct buffer *results);

/* Writes what libjq makes of one JSON text, a result a line.  Returns 0, or
 * -1 with the error set: EXIT_FAILED for a filter that fails. */
int filter_ask(struct filter *filter, struct span json, struct sink sink,
               struct error *error);

/* filter_ask over a list of one element, or of none (without a text). */
int filter_ask_of(struct filter *filter, struct span element, struct sink sink,
                  struct error *error);

/* Of a SHAPE_SUM: adds what one element gives, and writes what all gave.
 * Return as filter_ask. */
int filter_add(struct filter *filter, struct span element,
               struct error *error);
int filter_total(struct filter *filter, struct sink sink, struct error *error);

/* Whether libjq can read a JSON text at all.  Returns 0, or -1 with the error
 * that filter_ask would give. */
int filter_reads(const struct filter *filter, struct span json,
                 struct error *error);

/* Frees what libjq compiled. */
void filter_free(struct filter *filter);

#endif
