/* control.h - what the sandbox knows, asked over its levers. */
#ifndef CONTROL_H
#define CONTROL_H

/* Connects to the sandbox of the environment; -1 where there is none.
 *
 * Global state: the connection of this process. */
int control_open(void);

/* The id of the service account of this name in acme.  Returns a text that
 * the caller frees, or NULL where there is none. */
char *control_id(const char *name);

/* Its current token, to be freed, or NULL. */
char *control_token(const char *id);

/* Deletes it. */
void control_delete(const char *id);

#endif
