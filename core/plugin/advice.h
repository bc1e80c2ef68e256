/* advice.h - what a plugin lacks that it runs without. */
#ifndef ADVICE_H
#define ADVICE_H

#include <nscale/plugin.h>

#include "core/plugin/findings.h"

/* Adds what people would miss in a description that was copied (describe.h):
 * texts that are not there or say less than nscale/plugin.h asks for. */
void advice_check(const struct nscale_plugin *plugin,
                  struct findings *findings);

#endif
