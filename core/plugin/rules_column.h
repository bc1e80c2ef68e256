/* rules_column.h - the rules of columns, and of the choices of anything. */
#ifndef RULES_COLUMN_H
#define RULES_COLUMN_H

#include "core/plugin/rule.h"

/* Holds the rules against each of these columns. */
void rules_columns(const struct subject *subject,
                   const struct nscale_column *const *columns);

/* Holds the rules against choices, NULL for none; `whose` they are. */
void rules_choices(const struct subject *subject,
                   const struct nscale_choices *choices, const char *whose);

#endif
