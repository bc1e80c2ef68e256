/* host-1.0.c - core/invocation/host.c of a host that claims ABI 1.0. */
#include <nscale/plugin.h>

#undef NSCALE_ABI_MINOR
#define NSCALE_ABI_MINOR 0

#include "core/invocation/host.c"
