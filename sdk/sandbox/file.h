/* file.h - whole files. */
#ifndef SANDBOX_FILE_H
#define SANDBOX_FILE_H

/* Puts a file with that text in place of what there may be, so that no
 * reader ever sees half of it; only its owner may read it.  Returns 0, or -1
 * with errno. */
int file_replace(const char *path, const char *text);

/* The path from the root, to be freed: clients may stand in other folders.
 * NULL with errno. */
char *file_absolute(const char *path);

/* Reads a file of at most 1 MiB.  Returns the text, to be freed, or NULL
 * with errno. */
char *file_read(const char *path);

#endif
