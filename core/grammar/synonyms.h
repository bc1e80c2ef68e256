/* synonyms.h - what is called otherwise in other command lines.
 *
 * Fingers bring words from kubectl, gh, docker or aws.  None of them is taken
 * for what it may mean here: the hint of the error says what to type.
 */
#ifndef SYNONYMS_H
#define SYNONYMS_H

#include "core/base/error.h"

/* The verb that a word means elsewhere: "list" for "ls", and for "list"
 * itself.  A static text, or NULL for any other word. */
const char *synonym_of_verb(const char *word);

/* Whether the word is a command by which other programs log in. */
int synonym_is_login(const char *word);

/* How the token is given, as a hint. */
#define SYNONYM_TOKEN                                                         \
  "the token goes in NSCALE_SERVICE_TOKEN, or in a file that "                \
  "NSCALE_SERVICE_TOKEN_FILE names"

/* What does here what a flag (without its dashes) does elsewhere: a static
 * text to hint at.  It may be about the flag `*needs`, which a command must
 * have, or NULL.  NULL for any other flag. */
const char *synonym_of_flag(const char *name, const char **needs);

#endif
