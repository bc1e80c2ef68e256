/* environment.h - the variables of the environment, and whose they are.
 *
 * Nothing else in the core asks for a variable, but for the service token
 * itself (token/secret.h).
 */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

/* First in main.  Where the process has more rights than who started it (a
 * file that is set-uid or has capabilities, a change of domain), the
 * environment is that one's, and nothing in it says which file is read or
 * written, which command runs or who sees what is sent: all is removed but
 * what says how to show things, for which organization, with which token and
 * at which endpoint, since both are the caller's then.  No library and no
 * child sees the rest either.
 *
 * SSLKEYLOGFILE, with which libcurl writes down the keys of each connection,
 * is removed for everybody. */
void environment_take(void);

/* What stands in the place of a variable: a setting of a profile. */
struct environment_offer {
  const char *name; /* the variable's; copied */
  const char *value;
  const char *setting; /* "token_file" */
  const char *profile;
  int wins; /* it counts where the variable is set as well */
};

/* No variable, but asked for like one: profiles alone have it. */
#define PROFILE_CA_CERT "=ca_cert"

/* Takes one; texts but the name are borrowed until the process ends.  Returns
 * 0, or -1 where there are too many. */
int environment_offer(const struct environment_offer *offer);

/* The value that the environment itself has, whatever stands in its place;
 * NULL where that is unset or empty.  Borrowed. */
const char *environment_own(const char *name);

/* Where the value of a variable is from, in a sentence: the variable's name,
 * or `token_file of the profile "ci"`.  Borrowed until the second next call.
 */
const char *environment_source(const char *name);

/* The value of a variable; NULL where it is unset or empty.  Borrowed. */
const char *environment_value(const char *name);

/* Likewise, but "" where it is empty. */
const char *environment_given(const char *name);

#endif
