/* token_part.c - the secret in a reply: a one-time token, a key. */
#include "core/output/token_part.h"

#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/json/path.h"
#include "core/token/mask.h"
#include "core/token/secret.h"

const char *token_part_path(const struct delivery_task *task)
{
  if (task->verb->secret)
    return task->verb->secret;
  return task->source == DELIVERY_CHANGED ? ".status.accessToken" : NULL;
}

int token_part_find(const struct delivery_task *task,
                    struct json_object *thing, const char **token,
                    enum exit_status exit_status, struct error *error)
{
  const char *path = token_part_path(task);
  const char *found = path ? path_string(thing, path) : NULL;

  *token = found && found[0] ? found : NULL;
  if (*token) {
    secret_hide(*token);
    mask_token(*token);
  } else if (task->verb->secret) {
    return error_set(error, exit_status, "the reply holds no token at %s",
                     path);
  }
  return 0;
}

void token_part_wipe(const char *token)
{
  if (token)
    wipe((char *)(uintptr_t)token, strlen(token));
}
