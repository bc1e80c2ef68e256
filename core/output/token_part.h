/* token_part.h - the secret in a reply: a one-time token, a key.
 *
 * Its place is nscale_verb.secret.  It goes to its file, where the user named
 * one, or stays in the result; a log never has it.
 */
#ifndef TOKEN_PART_H
#define TOKEN_PART_H

#include "core/output/delivery_task.h"

struct error;
struct json_object;

/* Where the reply has it, or NULL.  What a change answers may have the token
 * of the service's own where no verb says so. */
const char *token_part_path(const struct delivery_task *task);

/* Finds it in a thing, which owns `*token`, and keeps it out of messages and
 * logs; NULL where none is to be there.  Returns 0, or -1 with the exit status
 * where one must be there and is not. */
int token_part_find(const struct delivery_task *task,
                    struct json_object *thing, const char **token,
                    enum exit_status exit_status, struct error *error);

/* Overwrites it: json-c would free it as it is.  NULL is fine. */
void token_part_wipe(const char *token);

#endif
