/* text.h - text that people read: escaped, measured, cut.
 *
 * Whatever a server, a plugin or a file handed over may hold bytes that
 * steer a terminal or reorder what is read.  text_escape is what stands
 * between such bytes and people; everything that is shown passes it once.
 *
 * Global state: whether people's locale is UTF-8, set once by text_setup.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buffer.h"

/* Says whether output may hold UTF-8 (nl_langinfo(CODESET) is the caller's
 * business).  It may until this is called. */
void text_setup(int utf8);

/* Decodes the code point at the start of `text`.  Returns how many bytes it
 * has, 1 to 4, with `*code` set; 0 for `length` 0 and for what is not valid
 * UTF-8 (overlong, surrogate, above U+10FFFF or cut short; RFC 3629). */
size_t text_decode(const char *text, size_t length, uint32_t *code);

/* Whether all of a text is UTF-8. */
int text_is_utf8(const char *text);

/* Whether a code point must not reach a terminal as it is: the C0 and C1
 * controls, DEL, the bidirectional controls (U+061C, U+200E/F, U+202A-E,
 * U+2066-9), the line separators U+2028/9 and the byte order mark. */
int text_unsafe(uint32_t code);

/* Likewise of what people read, where two texts that look alike must be the
 * same: also what cannot be seen (width_unseen). */
int text_unseen(uint32_t code);

/* Appends a code point as JSON escapes it, \u00ad or a pair of surrogates. */
void text_escape_json(struct buffer *buffer, uint32_t code);

/* How many printable ASCII bytes `text` begins with: all of most texts, and
 * found faster than one code point at a time. */
size_t text_plain(const char *text, size_t length);

/* Appends `text` so that it is safe to show on one line: \n, \r, \t, \x1b
 * for controls and for bytes that are not UTF-8, \u202e for what text_unseen
 * names, \u0000 too; everything else, the backslash too, stays.  Without UTF-8
 * every code point beyond ASCII becomes \u00e9 or \U0001f600. */
void text_escape(struct buffer *buffer, const char *text, size_t length);

/* Appends a word between the single quotes of a shell, as jq's @sh does. */
void text_shell(struct buffer *shell, const char *word);

/* Appends a word as a shell takes it, so that it stands for itself where it is
 * pasted from what people read: as it is, between single quotes, or, where
 * text_escape would change it, as what printf makes. */
void text_word(struct buffer *shell, const char *word);

/* Likewise, but never without quotes. */
void text_quoted(struct buffer *shell, const char *word);

/* Appends a command that can be pasted: the words, of which the last is NULL,
 * each as text_word.  Every command in a hint is written by this, or has no
 * word but ours. */
void text_command(struct buffer *shell, const char *const *words);

/* Likewise where a file is, for use from another folder. */
void text_file(struct buffer *shell, const char *file);

/* Appends JSON, or what a filter made of it, for a terminal: what could steer
 * it, or cannot be seen, stands as \uXXXX, which in JSON means the same; lines
 * and tabs stay. */
void text_guard(struct buffer *buffer, const char *text, size_t length);

/* The columns that `text`, escaped before, takes on a terminal: 2 for wide
 * characters, 0 for combining ones (Unicode 14, whatever the locale); a byte
 * that is not UTF-8 counts 1. */
size_t text_width(const char *text, size_t length);

/* Appends as much of `text`, escaped before, as fits into `width` columns;
 * when that is not all, the last column holds "…" (without UTF-8 the last
 * three hold "...", where there are more than three). */
void text_cut(struct buffer *buffer, const char *text, size_t length,
              size_t width);

/* Likewise, with the mark in the middle: `before` columns of the start are
 * left at the most, and as much of the end as there is room for. */
void text_cut_middle(struct buffer *buffer, const char *text, size_t length,
                     size_t width, size_t before);

#endif
