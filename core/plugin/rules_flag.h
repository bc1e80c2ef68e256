/* rules_flag.h - the rules of a verb's flags. */
#ifndef RULES_FLAG_H
#define RULES_FLAG_H

#include "core/plugin/rule.h"

/* Holds the rules against each flag of the subject's verb. */
void rules_flags(const struct subject *subject);

/* Whether a summary is a sentence, which stands in help beside others. */
int summary_ends(const char *summary);

#endif
