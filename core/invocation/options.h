/* options.h - what the flags of a verb say, in types (cli/options.h reads
 * them). */
#ifndef INVOCATION_OPTIONS_H
#define INVOCATION_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "core/http/exchange.h"
#include "core/output/columns.h"
#include "core/token/token_hook.h"

/* What a verb is about.  Here as below, texts are borrowed from argv or the
 * environment. */
struct target_flags {
  const char *id; /* --id or the argument */
  int all;        /* --all: every one that meets the conditions */
  int fail_fast;  /* --fail-fast: the first failure ends it */
  int self;       /* the one that the service token is of: --self, or the verb
                   * is about no other */
  int unnamed;    /* none was named, and a person is there to choose one */
  int ignore_not_found;
  int if_not_exists;   /* --if-not-exists: a thing of the name will do */
  int allow_duplicate; /* --allow-duplicate: another of the name is made */
};

/* Where the document comes from, and what becomes of it. */
struct document_flags {
  const char *file; /* --file: a path, "-" for stdin; NULL: not given */
  int replace;      /* it is sent as it stands */
};

/* Whether a change is made, and asked about. */
struct consent_flags {
  int dry_run;
  int yes;
};

struct wait_flags {
  int asked;        /* --wait */
  uint32_t seconds; /* --wait-timeout */
};

/* Where one-time tokens go; NULL: to standard output. */
struct token_flags {
  const char *file;       /* --token-file */
  const char *folder;     /* --output-dir, with --all */
  struct token_hook hook; /* --deliver and those about it */
};

/* How the result is shown, and where. */
struct output_flags {
  int json;               /* --json */
  size_t query_count;     /* -q, as often as given */
  struct columns columns; /* of a list: --columns, --sort-by */
  int headless;           /* --no-headers */
  const char *file;       /* --output; NULL: standard output */
  int follow;             /* --follow */
};

struct options {
  struct target_flags target;
  struct document_flags document;
  struct consent_flags consent;
  struct wait_flags wait;
  struct token_flags token;
  struct output_flags output;
  struct exchange_options exchange;
};

#endif
