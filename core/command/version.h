/* version.h - `nscale version`. */
#ifndef VERSION_H
#define VERSION_H

#include "core/command/builtin_call.h"

/* Prints the version, as one line or as JSON.  Returns 0 or -1. */
int version_print(int json, struct error *error);

#endif
