/* probe.c - a library whose functions take every public structure, for
 * abidiff to compare; test-abidiff.sh looks that none is missing. */
#include <nscale/plugin.h>

#define PROBE(structure)                                                      \
  void probe_##structure(const struct structure *value);                      \
  void probe_##structure(const struct structure *value)                       \
  {                                                                           \
    (void)value;                                                              \
  }

PROBE(nscale_choices)
PROBE(nscale_flag)
PROBE(nscale_column)
PROBE(nscale_field)
PROBE(nscale_verb)
#if NSCALE_ABI_MINOR >= 2 && NSCALE_TARGET_MINOR >= 2
PROBE(nscale_pages)
PROBE(nscale_wait)
#endif
PROBE(nscale_noun)
PROBE(nscale_plugin)
PROBE(nscale_host)
PROBE(nscale_call)
