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

/* The value of a variable; NULL where it is unset or empty.  Borrowed. */
const char *environment_value(const char *name);

/* Likewise, but "" where it is empty. */
const char *environment_given(const char *name);

#endif
