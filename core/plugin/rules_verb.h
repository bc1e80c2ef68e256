/* rules_verb.h - the rules of a verb. */
#ifndef RULES_VERB_H
#define RULES_VERB_H

#include "core/plugin/rule.h"

/* Holds the rules against the subject's verb, its flags and its columns. */
void rules_verb(struct subject *subject);

#endif
