/* note.h - the manifest's ELF note in a shared object.
 *
 * The program headers lead to it (PT_NOTE), so that one or two preads are
 * enough; section headers, which strip may remove, are not looked at.  Reads
 * ELF of either word size and byte order.  No number in the file is trusted,
 * and nothing is allocated but an error's text.
 */
#ifndef NOTE_H
#define NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

#define NOTE_HEADERS 64    /* program headers; more are refused */
#define NOTE_SCANNED 65536 /* bytes of notes; the rest is not looked at */
#define NOTE_TEXT 4096     /* bytes of the manifest; more are refused */

/* Room for the largest piece that is looked at in one, the program headers
 * or a manifest. */
#define NOTE_WINDOW 8192

/* A file that is read; its members are note.c's.  It need not be released,
 * and must not be copied. */
struct note_file {
  int fd; /* -1: `bytes` are all there is */
  const unsigned char *bytes;
  size_t length;
  uint64_t start; /* the offset of bytes[0] in the file */
  uint64_t size;  /* of the file */
  int wide;       /* a 64-bit ELF */
  int big;        /* most significant byte first */
  unsigned char window[NOTE_WINDOW];
};

/* Begin with a file that is open for reading (and stays the caller's), of
 * `size` bytes, or with bytes in memory, which are borrowed. */
void note_file_open(struct note_file *file, int fd, uint64_t size);
void note_file_memory(struct note_file *file, const void *bytes, size_t size);

/* Finds the manifest's text, which need not end with a NUL and lives as long
 * as the file.  Unless `any_machine`, the shared object must be for this
 * executable's.  Returns 0, or -1 with EXIT_PLUGIN and a sentence about "it",
 * as manifest_read (manifest.h) does. */
int note_find(struct note_file *file, int any_machine, const char **text,
              size_t *size, struct error *error);

#endif
