/* instances.h - what is done with instances alone. */
#ifndef SANDBOX_INSTANCES_H
#define SANDBOX_INSTANCES_H

#include "api.h"
#include "things.h"

/* Gives a new one its addresses. */
void instance_connect(const struct state *state, struct thing *instance);

/* Each answers one operation about an instance: it makes the reply. */
void instance_start(const struct operation *operation);
void instance_stop(const struct operation *operation);
void instance_reboot(const struct operation *operation);
void instance_snapshot(const struct operation *operation);
void instance_ssh_key(const struct operation *operation);
void instance_console_session(const struct operation *operation);
void instance_console_output(const struct operation *operation);

#endif
