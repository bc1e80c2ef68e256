/* findings.h - what is wrong about one plugin, all of it.
 *
 * Who loads a plugin needs the first finding, who checks one needs them all:
 * both look with the same functions, which go on after a finding wherever
 * what follows still makes sense.
 */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <stddef.h>

#include "core/base/cleanup.h"
#include "core/base/error.h"

#define FINDINGS_MOST 256 /* further ones are dropped */

enum finding_kind {
  FINDING_BROKEN,  /* against the rules: `verb "list" has no plan` */
  FINDING_REFUSED, /* the host cannot run it: `needs plugin ABI 1.7, ...` */
  FINDING_ADVICE   /* it runs, but people would miss something */
};

struct finding {
  enum finding_kind kind;
  char *rule; /* where nscale/plugin.h has it, "nscale_verb.plan"; or NULL */
  char *text; /* one line; after REFUSED's goes the plugin as its subject */
};

/* Starts as `struct findings f = { 0 };`, released by findings_free. */
struct findings {
  struct finding *items;
  size_t count;
  int failed; /* memory ran out; the list is not whole */
};

/* Adds one.  Always returns -1, so that a caller may `return` it. */
int findings_add(struct findings *findings, enum finding_kind kind,
                 const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds one about a rule of the header; `rule` may be NULL.  Returns -1. */
int findings_add_rule(struct findings *findings, enum finding_kind kind,
                      const char *rule, const char *text);

/* The first as an error, EXIT_PLUGIN: `plugin "x" is broken: verb "list" has
 * no plan`, `plugin "x" needs plugin ABI 1.7, ...`; or that memory ran out.
 * There is one, or failed is set.  Returns -1. */
int findings_error(const struct findings *findings, const char *plugin,
                   struct error *error);

void findings_free(struct findings *findings);

#define CLEANUP_FINDINGS CLEANUP(findings_free)

#endif
