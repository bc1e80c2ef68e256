/* invocation.h - one run of one verb: what the user asked for, and what is
 * known.
 *
 * A call owns everything that a plugin is handed: requests, JSON, texts.  It
 * all lives until invocation_free.
 *
 * The flow is argv -> options -> call -> plugin.plan -> requests -> pipeline.
 */
#ifndef INVOCATION_H
#define INVOCATION_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/base/buffer.h"
#include "core/grammar/flags.h"
#include "core/http/exchange.h"
#include "core/http/request.h"
#include "core/invocation/condition.h"
#include "core/invocation/targets.h"
#include "core/message/message.h"
#include "core/output/columns.h"

struct json_object;

#define INVOCATION_PLAN_MOST 64 /* requests for one thing */

/* What the flags say, in the types that the pipeline uses.  Texts are
 * borrowed from argv or the environment. */
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

/* A chain of what the host handed to the plugin, freed with the call. */
struct invocation_json {
  struct invocation_json *next;
  struct json_object *json;
};
struct invocation_text {
  struct invocation_text *next;
  char *text;
};

/* A list that choices name, read in this call (choices.h). */
struct invocation_choices {
  struct invocation_choices *next;
  const struct nscale_choices *choices;
  struct json_object *list; /* the call's */
};

struct invocation {
  struct nscale_call head; /* what the plugin sees; must stay first */
  const char *plugin_name; /* as the user would type it */
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct flags *flags;
  const struct options *options;
  struct exchange *exchange;
  struct error *error;
  struct conditions conditions; /* what the flags demand of things */
  const char *look;             /* the command that shows what is there;
                                 * NULL: the plugin's list */
  int asking;    /* the user makes the document, with interactive.h */
  int confirmed; /* the user has reviewed it */
  int muted;     /* plan runs again: it has remarked once */
  int settled;   /* there is nothing to do: invocation_settle */
  int merged;    /* the plan took the outcome of a merge */
  struct json_object *document; /* the user's, checked; or NULL */
  struct json_object *thing;    /* what invocation_find found; or NULL */
  struct json_object *before;   /* an update's starting point; or NULL */
  struct buffer answer;         /* the plugin's own reply; empty: none */
  char *target_id;              /* of thing; or the UUID that was given, in
                                 * lower case */
  char *target_name;
  char *scope_ids[3];    /* by the bit of NSCALE_SCOPE_ */
  struct targets things; /* with --all: what the call is about in turn */
  struct nscale_request **plan;
  size_t plan_count;
  size_t plan_start; /* where the plan for the thing in turn begins */
  struct nscale_request *requests; /* all, planned or not */
  struct invocation_choices *choices;
  struct invocation_json *jsons;
  struct invocation_text *texts;
};

/* Whether a text is a UUID: 8-4-4-4-12 hexadecimal digits (RFC 9562). */
int invocation_is_uuid(const char *text);

/* A UUID in lower case, the form that the API has and compares (RFC 9562
 * takes either): the text itself, or one of the call's.  NULL with the error
 * set. */
const char *invocation_uuid(struct invocation *call, const char *uuid);

/* The scope's id: from the flag or its variable, looked up by name where it
 * is no UUID; kept for the call.  NULL with the error set. */
const char *invocation_scope(struct invocation *call, uint32_t scope);

/* What the flag or its variable says for a scope, or NULL. */
const char *invocation_scope_given(const struct invocation *call,
                                   uint32_t scope);

/* The scope that a flag ("org") names, or 0. */
uint32_t invocation_scope_of_flag(const char *flag);

/* The GET of the list that a scope is chosen from, and where an element has
 * its id and name.  NULL with the error set. */
struct nscale_request *invocation_scope_list(struct invocation *call,
                                             uint32_t scope);

#define INVOCATION_SCOPE_ID ".metadata.id"
#define INVOCATION_SCOPE_NAME ".metadata.name"

/* Takes this id for a scope (an interactive choice).  0 or -1. */
int invocation_scope_choose(struct invocation *call, uint32_t scope,
                            const char *id);

/* Says on stderr that there is nothing to do, and why.  The plan is dropped,
 * and the call ends well. */
void invocation_settle(struct invocation *call, const char *why);

/* Makes a request of this call.  NULL with the error set. */
struct nscale_request *invocation_request(struct invocation *call,
                                          const char *method);

/* Whether a result of this call may hold a one-time secret. */
int invocation_is_secret(const struct invocation *call);

/* Whether the result is for people to read: neither --json nor -q. */
int invocation_is_for_people(const struct invocation *call);

/* Adds a request to the plan.  Returns 0, or -1 with EXIT_PLUGIN for more
 * than INVOCATION_PLAN_MOST. */
int invocation_plan(struct invocation *call, struct nscale_request *request);

/* Sends a GET now; the JSON is the call's.  NULL with the error set. */
struct json_object *invocation_fetch(struct invocation *call,
                                     struct nscale_request *request);

/* The element that --id means, from a GET of a list or of the thing itself;
 * kept in call->thing.  EXIT_NOT_FOUND, or EXIT_USAGE for two of a name.
 * NULL with the error set, or with the call settled: the thing is not there
 * and need not be, or does not meet the call's conditions. */
struct json_object *invocation_find(struct invocation *call,
                                    struct nscale_request *request);

/* The id that --id means: without a request where it is a UUID, nobody will
 * be asked and there is no condition.  NULL as with invocation_find. */
const char *invocation_resolve(struct invocation *call,
                               struct nscale_request *request);

/* The document to send for an update (see nscale_merge).  The call's. */
struct json_object *invocation_merge(struct invocation *call,
                                     struct nscale_request *request);

/* Makes the call own a JSON value, or a text; both are released at once when
 * there is no memory.  Return the value, or NULL with the error set. */
struct json_object *invocation_keep_json(struct invocation *call,
                                         struct json_object *json);
const char *invocation_keep_text(struct invocation *call, char *text);

/* Forgets the plan and what was found, so that plan may run again. */
void invocation_forget(struct invocation *call);

/* Releases all that the call owns, not the call itself. */
void invocation_free(struct invocation *call);

/* How people call the thing of this call: its name, else what was given. */
const char *invocation_target_name(const struct invocation *call);

/* Notes the id and name of the thing from a JSON of it.  0 or -1. */
int invocation_identify(struct invocation *call, struct json_object *thing);

#endif
