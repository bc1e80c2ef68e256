/* environment.h - what clients of this sandbox need to know, as environment
 * variables. */
#ifndef SANDBOX_ENVIRONMENT_H
#define SANDBOX_ENVIRONMENT_H

#include "core/base/buffer.h"

struct environment {
  const char *url; /* of the sandbox, and of the identity service */
  const char *organization;
  const char *token;
  const char *certificate; /* file to trust, NULL when there is none */
};

/* Appends `export NAME='value'` lines, and `unset NAME...` for those that
 * would stand in their way, for a shell to read.  Returns 0, or -1 when
 * there is no memory. */
int environment_export(const struct environment *environment,
                       struct buffer *out);

/* Makes the environment of a child: this process's own, with the variables
 * set, and without those that would stand in their way.  Where a proxy is
 * set, the loopback address is exempt from it.  Returns a NULL-terminated
 * list for environment_free, or NULL when there is no memory. */
char **environment_list(const struct environment *environment);
void environment_free(char **list);

#endif
