/* modes.h - the modes of the terminal, kept over a child that may change them.
 *
 * An editor, a pager or a password manager that is killed leaves a terminal
 * that echoes nothing, ends no line and knows no Ctrl-C, on a screen of its
 * own.  What runs such a child keeps the modes before and puts them back
 * after it, however it ended.
 *
 * Neither does anything in the background: whoever is in front there has
 * modes that are not ours.
 *
 * Global state, because a signal that ends this process has to find it: the
 * terminal, and what its modes were.
 */
#ifndef MODES_H
#define MODES_H

/* Keeps the modes of this process's terminal, where it has one, until
 * modes_put_back.  One child at a time. */
void modes_keep(void);

/* Where the modes are other ones by now: puts those back that were kept,
 * forgets what was typed for the child and not read, and has the terminal
 * leave the screen, the colours and the keys that the child set.  Does only
 * what POSIX allows in a signal handler; errno is kept. */
void modes_put_back(void);

#endif
