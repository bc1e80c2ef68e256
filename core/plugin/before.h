/* before.h - what the host's copy of a description is marked with where its
 * plugin is for an earlier minor, and means less. */
#ifndef BEFORE_H
#define BEFORE_H

/* In the attributes of a field: its plugin is from before 1.2, when patterns
 * held for texts alone, and words for no document. */
#define FIELD_BEFORE_1_2 (1u << 30)

#endif
