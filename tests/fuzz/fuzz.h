/* fuzz.h - what the fuzz targets share.
 *
 * A target is one file with the one function that libFuzzer calls, over and
 * over, with inputs that it makes up.  A target aborts where a property of
 * the code does not hold; the sanitizers see the rest.  Without libFuzzer
 * replay.c calls the same function with the files of corpus/.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <nscale/plugin.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/error.h"
#include "core/json/tree.h" /* CLEANUP_JSON */

struct json_object;

/* Returns 0, always. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the process unless the property holds. */
#define MUST(property)                                                        \
  ((property) ? (void)0 : fuzz_violated(#property, __FILE__, __LINE__))

_Noreturn void fuzz_violated(const char *property, const char *file, int line);

/* A copy of exactly this size, so that a sanitizer sees every step outside;
 * freed by the caller. */
void *fuzz_copy(const void *bytes, size_t size);

/* Likewise, with a NUL behind it. */
char *fuzz_text(const void *bytes, size_t size);

/* What is left of an input. */
struct input {
  const uint8_t *bytes;
  size_t size;
};

/* Takes the next byte off the input; 0 at its end. */
uint8_t fuzz_byte(struct input *input);

/* Takes a text off the input, up to the next NUL or the end, as fuzz_text
 * does. */
char *fuzz_next(struct input *input);

/* Words of a command line. */
#define WORDS_MOST 256
struct words {
  char *list[WORDS_MOST + 1]; /* one more for a NULL */
  int count;
};

/* Takes up to `most` texts off the input; released by words_free. */
void fuzz_words(struct input *input, int most, struct words *words);
void words_free(struct words *words);

#define CLEANUP_WORDS CLEANUP(words_free)

/* Writes the bytes to the one file of this process, which goes with it.
 * Returns its path; `*fd` is open for reading and stays so, with its offset
 * at the start. */
const char *fuzz_file(const void *bytes, size_t size, int *fd);

/* An error must say why, and only where there is one. */
void fuzz_error(int result, const struct error *error);

/* The tree of a strict JSON text, to be released; NULL where it is none. */
struct json_object *fuzz_tree(const char *text, size_t length);

/* Compact JSON of a tree, freed by the caller; NULL is `null`. */
char *fuzz_json(struct json_object *value);

/* Whether the text is UTF-8 without anything that could steer a terminal,
 * newlines apart. */
int fuzz_safe(const char *text, size_t length);

/* The noun of the plugin serviceaccounts, as the core sees it. */
const struct nscale_noun *fuzz_noun(void);

#endif
