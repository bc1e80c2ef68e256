/* profiles.h - `nscale profiles list`. */
#ifndef PROFILES_H
#define PROFILES_H

#include "core/command/builtin_call.h"

/* Prints the settings of all profiles (core/invocation/profile.h): a table
 * (PROFILE SETTING VALUE FROM), or with --json an array of objects with the
 * members profile, setting, value, from and used (whether the value counts).
 * Of the profile that is used, FROM names the variable that counts instead,
 * where there is one.  Says on stderr which profile is used.  Sends nothing,
 * and runs no command of a profile.  Returns 0, or -1 with the error set. */
int profiles_list(const struct builtin_call *call, struct error *error);

#endif
