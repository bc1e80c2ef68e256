/* layout.c - holds nscale/plugin.h, the one that -I leads to, to the published
 * layouts.  Compiling it is the test; with FROZEN, a minor, the lists up to
 * that minor must be whole too: structures then end where 1.FROZEN ended. */
#include <nscale/plugin.h>

#define AT(bytes, pointers) ((bytes) + (pointers) * sizeof(void *))

#define MEMBER(structure, name, bytes, pointers)                              \
  _Static_assert(offsetof(struct structure, name) == AT(bytes, pointers),     \
                 #structure "." #name " has moved");
#define ENDS(structure, bytes, pointers)                                      \
  _Static_assert(sizeof(struct structure) == AT(bytes, pointers),             \
                 #structure " has members that are not listed");
#define REACHES(structure, bytes, pointers)                                   \
  _Static_assert(sizeof(struct structure) >= AT(bytes, pointers),             \
                 #structure " has shrunk");
#define CONSTANT(name, value)                                                 \
  _Static_assert(name == (value), #name " has changed");

#ifndef FROZEN
#define FROZEN NSCALE_ABI_MINOR
#endif

#if FROZEN == 0
#define END ENDS
#else
#define END REACHES
#endif
#include "layout-1.0.h"
#undef END

#if NSCALE_TARGET_MINOR >= 1
#if FROZEN == 1
#define END ENDS
#else
#define END REACHES
#endif
#include "layout-1.1.h"
#undef END
#endif

/* Since 1.2, where 0 is what a forgotten effect has. */
#if NSCALE_TARGET_MINOR >= 2
CONSTANT(NSCALE_EFFECT_READ, 5u)
#endif

/* What an ELF note and the frozen prefix rest on. */
_Static_assert(NSCALE_ABI_MAJOR == 1, "the major has changed");
_Static_assert(sizeof(struct nscale_plugin *) == sizeof(void *) &&
                   sizeof(void (*)(void)) == sizeof(void *),
               "pointers differ in size");
_Static_assert(sizeof NSCALE_NOTE_OWNER == sizeof "nscale",
               "the note's owner has changed");
