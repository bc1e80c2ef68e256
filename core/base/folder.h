/* folder.h - the one rule for folders, and for what is made in them.
 *
 * A folder is opened once, and all that is done in it goes by the descriptor
 * (openat, unlinkat ...): somebody who can rename it, or the link that led to
 * it, changes nothing for us any more.  Who may have a folder is asked of the
 * open descriptor.
 *
 * Symbolic links on the way to a folder are the word of who named its path.
 * The last part may be one as well, as those who keep ~/.config elsewhere have
 * it, but only a link of ours or root's; what it leads to has to keep the
 * rule then.
 *
 * No function here prints; all but folder_of, which takes memory, and
 * folder_random_name may be called in a signal handler.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include <sys/stat.h>
#include <sys/types.h>

#define FOLDER_TRIES 8        /* names that may be taken already */
#define FOLDER_RANDOM_SIZE 17 /* digits of a random name, and a NUL */

/* What a folder is for, and with it the rule. */
enum folder_use {
  FOLDER_NAMED, /* the user names it, and whose it is does not matter: in a
                 * container, and under sudo, it has other owners */
  FOLDER_READ,  /* what is loaded or believed comes from it: it is ours or
                 * root's, and others do not write to it.  Its group may */
  FOLDER_MAKE,  /* we make things in it: likewise, or it is sticky */
  FOLDER_OWN    /* ours alone: what we have just made, and the cache */
};

/* NULL where a folder, or with FOLDER_READ a file, may be used so; else why
 * not, static: "everyone may write to it". */
const char *folder_distrust(const struct stat *status, enum folder_use use);

/* Opens the folder at `path`, from the open folder `at` or AT_FDCWD.  Returns
 * a descriptor, which the caller closes; or -1, with `reason` as from
 * folder_distrust, or with NULL there and errno set.  One that may be written
 * to but not read is opened all the same, but for FOLDER_READ. */
int folder_open(int at, const char *path, enum folder_use use,
                const char **reason);

/* Opens the folder that the file at a path is in, or will be, as
 * FOLDER_NAMED, and sets `*name` to the last part of the path.  Returns a
 * descriptor, or -1 with errno set: EISDIR where the path has no last part. */
int folder_of(const char *path, const char **name);

/* Makes the folder at an absolute path, and those above it that are missing,
 * with mode 0700, and opens it.  Returns as folder_open. */
int folder_make(const char *path, enum folder_use use, const char **reason);

/* Writes random hexadecimal digits, which nobody foresees. */
void folder_random_name(char name[FOLDER_RANDOM_SIZE]);

/* A new thing in an open folder, to be removed by what it is: its name may
 * have become another's meanwhile. */
struct made {
  int folder; /* borrowed */
  const char *name;
  dev_t device;
  ino_t inode;
};

/* Notes what `fd` was just made as.  Returns 0, or -1 with errno set. */
int made_note(struct made *made, int folder, const char *name, int fd);

/* Removes it, unless another has its name; `flags` are those of unlinkat. */
void made_remove(const struct made *made, int flags);

#endif
