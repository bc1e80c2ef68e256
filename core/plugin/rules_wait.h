/* rules_wait.h - the rules of what a verb awaits. */
#ifndef RULES_WAIT_H
#define RULES_WAIT_H

#include "core/plugin/rule.h"

/* Holds the waits of subject->verb against their rules. */
void rules_waits(const struct subject *subject);

#endif
