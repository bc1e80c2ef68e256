/* synonyms.h - what is called otherwise in other command lines.
 *
 * Fingers bring words from kubectl, gh, docker or aws.  None of them is taken
 * for what it may mean here: the hint of the error says what to type.
 */
#ifndef SYNONYMS_H
#define SYNONYMS_H

#include "core/grammar/flag_table.h"

/* The verb that a word means elsewhere: "list" for "ls", and for "list"
 * itself.  A static text, or NULL for any other word. */
const char *synonym_of_verb(const char *word);

/* What does here what a command of other programs does by which they log in or
 * keep settings: a static text to hint at, or NULL. */
const char *synonym_of_command(const char *word);

/* How the token is given, as a hint. */
#define SYNONYM_TOKEN                                                         \
  "the token goes in NSCALE_SERVICE_TOKEN, or in a file that "                \
  "NSCALE_SERVICE_TOKEN_FILE names"

/* What does, in a command with these flags, what a flag (without its dashes)
 * does elsewhere: a static text to hint at.  NULL for any other flag. */
const char *synonym_of_flag(const char *name, const struct flag_table *table);

/* Whether a flag (without its dashes) has a meaning elsewhere, though a
 * command may have nothing that does the same. */
int synonym_is_flag(const char *name);

#endif
