/* projects.h - the projects of organizations, and their verbs.
 *
 * All but projects_free want the state's lock.
 */
#ifndef SANDBOX_PROJECTS_H
#define SANDBOX_PROJECTS_H

#include "api.h"

/* Makes a project of every seeded record of that kind.  Returns 0, or -1
 * when there is no memory. */
int projects_seed(struct state *state);

/* Frees every project. */
void projects_free(struct state *state);

/* Appends the ids of an organization's projects by their names, as members
 * of an object. */
void projects_write_ids(struct buffer *out, const struct state *state,
                        const struct organization *organization);

/* True when the organization has a project of that id. */
int projects_has(const struct state *state,
                 const struct organization *organization, const char *id);

/* Each answers one operation that was allowed: it makes the reply. */
void project_list(const struct operation *operation);
void project_get(const struct operation *operation);
void project_create(const struct operation *operation);
void project_update(const struct operation *operation);
void project_delete(const struct operation *operation);

#endif
