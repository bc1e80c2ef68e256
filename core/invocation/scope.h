/* scope.h - the organization, project and region that a command is in.
 *
 * What the user says is read once, from the flag or its variable, before
 * anything else (scopes_read).  From there on it goes one way: to an id, which
 * is looked up by name, or where nothing was said, and then kept, and into
 * requests.
 */
#ifndef SCOPE_H
#define SCOPE_H

#include <nscale/plugin.h>
#include <stdint.h>

#include "core/grammar/flags.h"
#include "core/invocation/fetch.h"

#define SCOPE_COUNT 3

/* Where an organization, a project or a region has its id and its name. */
#define SCOPE_ID_PATH ".metadata.id"
#define SCOPE_NAME_PATH ".metadata.name"

/* Starts with scopes_read; released by scopes_free. */
struct scopes {
  const struct nscale_verb *verb; /* which says what scopes there may be */
  const char *given[SCOPE_COUNT]; /* an id or a name, or NULL; borrowed */
  char *ids[SCOPE_COUNT];         /* NULL until they are needed */
  char *names[SCOPE_COUNT];       /* NULL until somebody says them */
};

/* Takes what the flags or the environment say. */
void scopes_read(struct scopes *scopes, const struct nscale_verb *verb,
                 const struct flags *flags);

/* The scope (NSCALE_SCOPE_...) that a flag ("org") names, or 0. */
uint32_t scope_of_flag(const char *flag);

/* What the user says for a scope, or NULL. */
const char *scope_given(const struct scopes *scopes, uint32_t scope);

/* The id of a scope as far as it is known, or NULL. */
const char *scope_known(const struct scopes *scopes, uint32_t scope);

/* The id of a scope, looked up by name where it must be; of an organization
 * that nobody names, that of the only one which the service token sees, and a
 * terminal is told which.  NULL with the error set: EXIT_USAGE where nobody
 * says which, with the names of those that it may be, EXIT_PLUGIN where the
 * verb does not declare it. */
const char *scope_id(struct scopes *scopes, uint32_t scope,
                     const struct reader *reader, struct error *error);

/* Likewise of one that must be there, whatever the verb says; scope_id is NULL
 * without an error where the user names none of optional_scopes. */
const char *scope_needed(struct scopes *scopes, uint32_t scope,
                         const struct reader *reader, struct error *error);

/* Whether the verb goes without this scope where nobody names it. */
int scope_is_optional(const struct scopes *scopes, uint32_t scope);

/* What the scope is called as a query parameter: "organizationID". */
const char *scope_parameter(uint32_t scope);

/* Takes this id for a scope, and what people call it, or NULL.  Returns 0, or
 * -1 without memory. */
int scope_choose(struct scopes *scopes, uint32_t scope, const char *id,
                 const char *name, struct error *error);

/* Reads what people call a scope whose id is known, unless its name is: as a
 * courtesy (fetch_hurry), before a question that names it. */
void scope_learn_name(struct scopes *scopes, uint32_t scope,
                      const struct reader *reader);

/* What people call a scope, else its id; NULL where nothing is known of it. */
const char *scope_title(const struct scopes *scopes, uint32_t scope);

/* The GET of the list that a scope is chosen from.  NULL with the error
 * set. */
struct nscale_request *scope_list(struct scopes *scopes, uint32_t scope,
                                  const struct reader *reader,
                                  struct error *error);

/* Appends the command of the core's own that lists what a word ("project",
 * "projects") names, where it is a scope: one that can be pasted.  Returns
 * its plural; NULL where it is none. */
const char *scope_write_api(struct buffer *text, const char *word);

void scopes_free(struct scopes *scopes);

#endif
