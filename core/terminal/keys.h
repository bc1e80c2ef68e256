/* keys.h - the bytes that a terminal sends, as keys.
 *
 * Understands UTF-8, what xterm and its kin send for the keys below (ECMA-48
 * CSI and SS3 sequences), the control characters that Emacs and readline
 * made common, and bracketed paste.  Sequences and characters may be split
 * anywhere between two reads, however slow the line is.  What is not known,
 * and what is not UTF-8, is swallowed.
 *
 * Nothing here reads or waits: the caller feeds bytes, and tells of each pause
 * without one, which is what makes a lone ESC the Esc key, as does another key
 * after a pause.  Where the rest of a sequence comes after all, it is not
 * taken for text.
 */
#ifndef KEYS_H
#define KEYS_H

#include <stddef.h>

enum key_code {
  KEY_NONE, /* not a whole key yet, or one that means nothing here */
  KEY_TEXT, /* a character: `text` */
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_TAB,
  KEY_UP,
  KEY_DOWN,
  KEY_LEFT,
  KEY_RIGHT,
  KEY_HOME,
  KEY_END,
  KEY_PAGE_UP,
  KEY_PAGE_DOWN,
  KEY_BACKSPACE,
  KEY_DELETE,
  KEY_WORD_LEFT,   /* Ctrl-Left, Alt-B: to where letters and digits begin */
  KEY_WORD_RIGHT,  /* Ctrl-Right, Alt-F: to where they end */
  KEY_ERASE_PART,  /* Alt-Backspace: those before the cursor */
  KEY_ERASE_NEXT,  /* Alt-D, Ctrl-Delete: those behind it */
  KEY_ERASE_WORD,  /* Ctrl-W: all before the cursor up to a blank */
  KEY_ERASE_START, /* Ctrl-U: all before the cursor */
  KEY_ERASE_END    /* Ctrl-K: all behind it */
};

struct key {
  enum key_code code;
  char text[5]; /* the UTF-8 of one character, ended by NUL */
  int pasted;   /* it is part of a paste: a space in it chooses nothing */
};

/* Starts as `struct keys keys = { 0 };`. */
struct keys {
  char bytes[16]; /* of what has begun; more of a sequence is not kept */
  size_t length;
  int pasting;
  int waited; /* pauses in what has begun */
  int late;   /* those for which a rest of a lone ESC that was Esc may come */
  unsigned char held; /* what came slowly behind ESC; 0: nothing */
};

/* How long a pause is, in milliseconds: longer than those between the bytes of
 * one key on a usual line. */
#define KEYS_PAUSE 100

/* Takes one byte.  Returns 1 with the key that it completes; 0, and
 * KEY_NONE, where it completes none. */
int keys_feed(struct keys *keys, unsigned char byte, struct key *key);

/* Whether a byte was held back, which is to be fed before any other. */
int keys_held(struct keys *keys, unsigned char *byte);

/* Whether time decides what the bytes so far are. */
int keys_timed(const struct keys *keys);

/* No byte came for KEYS_PAUSE.  After half a second ESC alone is KEY_ESCAPE;
 * what has begun otherwise waits for its rest.  Returns as keys_feed. */
int keys_timeout(struct keys *keys, struct key *key);

#endif
