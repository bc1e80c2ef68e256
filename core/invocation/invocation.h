/* invocation.h - one run of one verb: what the user asked for, and what is
 * known.
 *
 * Each part is a structure with a header of its own, which says who fills it
 * and what it promises; here they only meet.  A function takes an invocation
 * where it needs most of it or calls the plugin, and else the parts that it
 * needs.
 *
 * The way: argv -> flags -> options, scopes, conditions -> draft -> the
 * plugin's plan -> requests -> replies.
 */
#ifndef INVOCATION_H
#define INVOCATION_H

#include <nscale/plugin.h>
#include <stddef.h>

#include "core/grammar/flags.h"
#include "core/invocation/arena.h"
#include "core/invocation/caller.h"
#include "core/invocation/condition.h"
#include "core/invocation/draft.h"
#include "core/invocation/fetch.h"
#include "core/invocation/neighbours.h"
#include "core/invocation/options.h"
#include "core/invocation/plan.h"
#include "core/invocation/scope.h"
#include "core/invocation/target.h"
#include "core/invocation/targets.h"
#include "core/plugin/manifest.h"
#include "core/token/token_folder.h"

struct invocation {
  struct nscale_call head; /* what the plugin sees; must stay first */
  struct error *error;     /* the one place where a failure goes; whoever runs
                            * the command owns it */

  /* What is run, and how: set by invocation_begin. */
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct flags *flags;
  struct options *options;
  unsigned minor; /* of the ABI that the plugin was made for */
  char command[2 * MANIFEST_NAME + 2]; /* "instances snapshots": what stands
                                        * before a verb of the noun */
  const char *show_command; /* shows what is there; NULL: the plugin's list */

  /* What is read, and what is handed to the plugin. */
  struct reader reader;
  struct arena arena;
  struct choice_list *choice_lists;    /* choices.c's */
  struct later *laters;                /* later.c's */
  struct field_text *texts;            /* field_text.c's */
  struct element *elements;            /* element.c's */
  const struct nscale_flag *resolving; /* parameters.c's */

  /* What it is about. */
  struct caller caller; /* who the token is, once it was asked for */
  struct scopes scopes;
  struct parent parent;         /* what its things are a part of */
  struct conditions conditions; /* what the flags demand of things */
  struct target target;         /* the thing, as far as it is known */
  struct json_object *found;    /* what target_find found; or NULL */
  struct neighbours neighbours; /* what was read with it */
  struct targets targets;       /* with --all */
  struct left_out left_out;     /* of a list, for want of what can be read */

  /* What is to be done to it. */
  struct draft draft;
  struct plan plan;
  struct token_folder token_folder; /* with --output-dir */
};

/* What an invocation begins with.  All is borrowed. */
struct invocation_setup {
  const char *plugin; /* its name, as the user would type it */
  unsigned minor;     /* of the ABI that it was made for */
  const struct nscale_noun *noun;
  const struct nscale_verb *verb;
  const struct flags *flags;
  struct options *options; /* may be filled in afterwards */
  struct exchange *exchange;
  const struct nscale_host *host;
};

/* Begins: all else is zero.  Released by invocation_free. */
void invocation_begin(struct invocation *call,
                      const struct invocation_setup *setup,
                      struct error *error);

/* The invocation whose head a plugin handed back. */
static inline struct invocation *invocation_of(struct nscale_call *head)
{
  return (struct invocation *)head;
}

/* What messages call the things of its noun. */
struct thing_names invocation_names(const struct invocation *call);

/* Whether a result of this call may hold a one-time secret. */
int invocation_is_secret(const struct invocation *call);

/* Whether the result is for people to read: neither --json nor -q. */
int invocation_is_for_people(const struct invocation *call);

/* Whether it changes many things, one after another (--all). */
int invocation_is_of_many(const struct invocation *call);

/* Whether it is an update that starts from what is there. */
int invocation_is_patch(const struct invocation *call);

/* How people call the thing of this call: its name, else what was given. */
const char *invocation_target_name(const struct invocation *call);

/* Reads the JSON text of a thing of the noun, of which nobody looks at more
 * than its verb needs (thing_fields.h).  The arena's; NULL with the error
 * set. */
struct json_object *invocation_read(struct invocation *call, const char *text,
                                    size_t length);

/* Says that a request, which may be NULL, is for a list of the call's things,
 * or for the thing itself: how such a list comes the noun says. */
void invocation_asks_list(const struct invocation *call,
                          struct nscale_request *request);

/* Notes the id and name of the thing from a JSON of it.  0 or -1. */
int invocation_identify(struct invocation *call, struct json_object *thing);

/* Makes the target at `index` (targets.h) the one that the call is about.
 * Returns 0 or -1. */
int invocation_turn(struct invocation *call, size_t index);

/* Says on stderr that there is nothing to do, and why: that "expires ...".  Of
 * a second look somebody else must have changed it.  The plan is dropped, and
 * the call ends well. */
void invocation_nothing_to_do(struct invocation *call, const char *why);

/* Forgets the plan and what was found, so that plan may run again. */
void invocation_forget(struct invocation *call);

/* Releases all that the call owns, not the call itself. */
void invocation_free(struct invocation *call);

#define CLEANUP_INVOCATION CLEANUP(invocation_free)

#endif
