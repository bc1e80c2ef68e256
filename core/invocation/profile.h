/* profile.h - named settings of a user's, in the place of variables: which
 * organization, which endpoints, whom to trust, and where the token is.
 *
 * The file is $XDG_CONFIG_HOME/nscale/config (by default ~/.config):
 *
 *     [default]
 *     organization = acme
 *     token_command = pass show nscale
 *
 *     [staging]
 *     organization = globex
 *     endpoint.identity = https://identity.staging.example
 *     ca_cert = staging.pem
 *     token_file = staging.token
 *
 * A line is a section, NAME = VALUE, a comment (#) or empty; a value goes to
 * the end of its line, without the blanks around it.  Files are those of its
 * folder, or absolute, or begin with ~/.  There is no setting for a token
 * itself.  Since token_command runs, the folder and the file must be yours or
 * root's, and nobody else may write to them.
 *
 * Flags win, then the profile that --profile names, then variables, then the
 * profile that NSCALE_PROFILE names, or [default].  In a sandbox
 * (NSCALE_SANDBOX_URL) one that nobody named does not count.
 *
 * Global state: the text of the file, which settings are borrowed from.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include <stddef.h>

#include "core/base/error.h"

/* The settings that there are; a service's endpoint is `endpoint.SERVICE`. */
struct profile_setting {
  const char *profile;
  const char *name;
  const char *value;
  size_t line;
};

/* Reads the file and has its settings take effect (environment_offer), before
 * anything asks for them; `named` is the value of --profile, or NULL.
 * EXIT_USAGE for a profile that is not there but was named, for a line that is
 * wrong, for a file that others may write to, and for a token variable beside
 * a profile with an endpoint or a token that --profile does not name: the
 * token would go where it is not from.  Returns 0 or -1. */
int profile_use(const char *named, struct error *error);

/* Calls `each` for every setting of the file in its order, until it returns
 * other than 0.  Returns 0, -1 with the error set, or what it returned. */
int profile_each(int (*each)(void *context,
                             const struct profile_setting *setting),
                 void *context, struct error *error);

/* The names of all profiles of the file, in its order; `*count` is how many.
 * Borrowed.  NULL with the error set. */
const char *const *profile_names(size_t *count, struct error *error);

/* The name of the profile that is used, and why: "--profile",
 * "NSCALE_PROFILE"; NULL where it is only the default. */
const char *profile_name(const char *named, const char **why);

/* The variable that is set and counts in the place of a setting whose profile
 * is used without --profile; NULL without one. */
const char *profile_overruled(const struct profile_setting *setting);

/* The path of the file, borrowed; NULL where there is no home. */
const char *profile_path(void);

#endif
