/* manifest.h - what a plugin says about itself, read without running it.
 *
 * The macro NSCALE_PLUGIN (nscale/plugin.h, "Registration") puts a manifest,
 * lines `key=value`, into an ELF note of the shared object (note.h).  Nothing
 * of the plugin is mapped or executed to read it, and nothing is allocated
 * but an error's text.
 */
#ifndef MANIFEST_H
#define MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

#define MANIFEST_VALUES 3072 /* bytes of all its values that are known */
#define MANIFEST_NAME 63     /* bytes of a name or alias */
#define MANIFEST_ALIASES 32
#define MANIFEST_HINTS 24

/* The texts point into `text`: manifest_copy copies one, assignment does not.
 * Once read, all four are there, one line of UTF-8 each and without control
 * characters; only `aliases` may be empty. */
struct manifest {
  const char *name;
  const char *aliases; /* names, separated by spaces */
  const char *version;
  const char *summary;
  unsigned abi_major;
  unsigned abi_minor;
  unsigned hint_count;
  uint16_t hints[MANIFEST_HINTS]; /* where "WORDS: TEXT" begins in `text` */
  char text[MANIFEST_VALUES];
};

/* Reads the manifest of the shared object that `fd` has open for reading, a
 * regular file of `size` bytes; the file offset is neither used nor moved.
 * The object must be for this executable's machine, and all that dlopen would
 * map must be there.  Returns 0, or -1 with EXIT_PLUGIN and a sentence about
 * "it", to which the caller adds the path: `it is cut short`. */
int manifest_read(int fd, uint64_t size, struct manifest *manifest,
                  struct error *error);

/* Likewise for a shared object in memory; with `any_machine` one for any
 * word size, byte order and machine will do (tests, fuzzing). */
int manifest_read_memory(const void *bytes, size_t size, int any_machine,
                         struct manifest *manifest, struct error *error);

/* What the plugin says of a word that is none of its own: a verb or command
 * of another program, or a flag with its dashes (NSCALE_PLUGIN_HINTS).
 * Borrowed; NULL for any other word. */
const char *manifest_hint(const struct manifest *manifest, const char *word);

/* Copies a manifest that was read. */
void manifest_copy(const struct manifest *from, struct manifest *to);

/* Checks a plugin's ABI against this host's: the same major, and no newer
 * minor.  Returns 0, or -1 with EXIT_PLUGIN and the end of the sentence, for
 * the caller to put `plugin "x" ` before it:
 * `needs plugin ABI 1.7, this nscale provides 1.1: upgrade nscale`. */
int manifest_check_abi(unsigned major, unsigned minor, struct error *error);

/* Whether the first `length` bytes are a name as plugins, nouns, verbs and
 * flags have one: [a-z][a-z0-9-]*, at most MANIFEST_NAME bytes. */
int name_valid(const char *text, size_t length);

/* Whether each word of a list (core/grammar/word_list.h) is such a name. */
int aliases_valid(const char *aliases);

/* Whether a text is one line that may be shown to people: UTF-8, not empty,
 * nothing that text_unsafe (core/base/text.h) names. */
int line_valid(const char *text);

#endif
