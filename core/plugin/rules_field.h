/* rules_field.h - the rules of a noun's fields. */
#ifndef RULES_FIELD_H
#define RULES_FIELD_H

#include "core/plugin/rule.h"

/* Holds the rules against each field of the subject's noun. */
void rules_fields(const struct subject *subject);

#endif
