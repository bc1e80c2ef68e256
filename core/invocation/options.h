/* options.h - what the flags of a verb say, in types (cli/options.h reads
 * them). */
#ifndef INVOCATION_OPTIONS_H
#define INVOCATION_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "core/http/exchange.h"
#include "core/output/columns.h"

/* Texts are borrowed from argv or the environment. */
struct options {
  int json;           /* --json */
  size_t query_count; /* -q, as often as given */
  int dry_run;
  int yes;
  int replace;
  int all;                /* --all */
  const char *output_dir; /* --output-dir, where tokens go with --all */
  int ignore_not_found;
  int wait;               /* --wait */
  uint32_t wait_seconds;  /* --wait-timeout */
  const char *id;         /* --id or the argument */
  const char *file;       /* the document: a path, "-" for stdin, or NULL */
  const char *token_file; /* --token-file */
  const char *output;     /* --output */
  struct columns columns; /* of a list: --columns, --sort-by */
  int headless;           /* --no-headers */
  struct exchange_options exchange;
};

#endif
