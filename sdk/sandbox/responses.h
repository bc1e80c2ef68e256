/* responses.h - replies on their way out, whole or broken on purpose. */
#ifndef SANDBOX_RESPONSES_H
#define SANDBOX_RESPONSES_H

#include <microhttpd.h>

#include "faults.h"
#include "reply.h"

/* Queues the reply; the fault (NULL for none) says whether its body is cut
 * short or never ends.  Both remain the caller's.  Returns MHD_NO when the
 * connection should be closed instead. */
enum MHD_Result responses_queue(struct MHD_Connection *connection,
                                const struct reply *reply,
                                const struct fault *fault);

#endif
