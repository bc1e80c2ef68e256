/* traces.h - what functions that have returned leave behind.
 *
 * A copy of memory goes through registers, 32 or 64 bytes at a time, and they
 * keep the last piece for a long time.  The dynamic linker saves them all on
 * the stack whenever a library calls another one's function for the first
 * time, so that pieces of a token come to lie there.
 */
#ifndef TRACES_H
#define TRACES_H

/* Overwrites the stack below its caller, as far as it may have been used, and
 * the registers that copies go through: on x86-64; elsewhere they are left. */
void traces_wipe(void);

#endif
